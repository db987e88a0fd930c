/** Registering a case: matter, person, materials, and what comes of it, in one action and by keys alone. */
import { useState } from 'react';
import type { SiteStatus } from '../../../shared/api/rows.ts';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { EventId, MatterCode } from '../../../shared/base/brands.ts';
import type { Person } from '../../../shared/person/person.ts';
import { useAnswer } from '../../app/client-hooks.ts';
import { Loaded } from '../../components/notes.tsx';
import { useRouter } from '../routes.ts';
import { JointForm } from './joint-form.tsx';
import { MatterPicker } from './matter-picker.tsx';
import { EMPTY_PERSON, fillFromEarlier } from './person-draft.ts';
import { RegisterForm } from './register-form.tsx';
import { Registered } from './registered.tsx';
import { SetList } from './set-list.tsx';
import './register.css';

interface RegisterPageProps {
  readonly matter: MatterCode | null;
  /** Whose appointment was kept: the person is filled in. */
  readonly appointment: EventId | null;
  /** How many registrations came before in a row: a new one is a new form. */
  readonly round: number;
  readonly onDirty: (dirty: boolean) => void;
  /** To the list that was open before. */
  readonly onList: () => void;
  readonly status: SiteStatus;
}

export function RegisterPage({ matter: given, appointment, round, onDirty, onList, status }: RegisterPageProps) {
  const { replace } = useRouter();
  const [code, setCode] = useState(given);
  const [saved, setSaved] = useState<CaseDetail | null>(null);
  const [ofSet, pickSet] = useState<string | null>(null);
  const set = useAnswer('matters.set', { code: ofSet ?? '' }, { when: ofSet !== null });
  const matter = useAnswer('matters.get', { code: code ?? ('' as MatterCode) }, { when: code !== null });
  const kept = useAnswer('appointments.get', { id: appointment ?? ('' as EventId) }, { when: appointment !== null });
  const again = (next: MatterCode | null) => replace({ view: 'register', matter: next, key: round + 1 });
  if (saved !== null)
    return (
      <Registered
        detail={saved}
        onNext={() => again(code)}
        onOther={() => again(null)}
        onOpen={() => replace({ view: 'case', case: saved.row.case })}
        onList={onList}
      />
    );
  if (ofSet !== null)
    return (
      <Loaded answer={set}>
        {(chosen) => (
          <JointForm
            set={chosen}
            status={status}
            onOther={() => pickSet(null)}
            onSaved={([first]) => (first === undefined ? onList() : replace({ view: 'case', case: first }))}
            onDirty={onDirty}
          />
        )}
      </Loaded>
    );
  if (code === null)
    return (
      <>
        <SetList onPick={pickSet} />
        <MatterPicker onPick={setCode} />
      </>
    );
  const form = (person: Person | null) => (
    <Loaded answer={matter}>
      {(chosen) => (
        <RegisterForm
          matter={chosen}
          start={person === null ? EMPTY_PERSON : fillFromEarlier(EMPTY_PERSON, person)}
          status={status}
          onOther={() => setCode(null)}
          onSaved={setSaved}
          onDirty={onDirty}
        />
      )}
    </Loaded>
  );
  if (appointment === null) return form(null);
  return <Loaded answer={kept}>{({ person }) => form(person)}</Loaded>;
}
