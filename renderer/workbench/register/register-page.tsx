/** Registering a case: matter, person, materials, and what comes of it, in one action and by keys alone. */
import { useState } from 'react';
import type { SiteStatus } from '../../../shared/api/rows.ts';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { MatterCode } from '../../../shared/base/brands.ts';
import { useAnswer } from '../../app/client-hooks.ts';
import { Loaded } from '../../components/notes.tsx';
import { useRouter } from '../routes.ts';
import { MatterPicker } from './matter-picker.tsx';
import { RegisterForm } from './register-form.tsx';
import { Registered } from './registered.tsx';
import './register.css';

interface RegisterPageProps {
  readonly matter: MatterCode | null;
  /** How many registrations came before in a row: a new one is a new form. */
  readonly round: number;
  readonly onDirty: (dirty: boolean) => void;
  /** To the list that was open before. */
  readonly onList: () => void;
  readonly status: SiteStatus;
}

export function RegisterPage({ matter: given, round, onDirty, onList, status }: RegisterPageProps) {
  const { replace } = useRouter();
  const [code, setCode] = useState(given);
  const [saved, setSaved] = useState<CaseDetail | null>(null);
  const matter = useAnswer('matters.get', { code: code ?? ('' as MatterCode) }, { when: code !== null });
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
  if (code === null) return <MatterPicker onPick={setCode} />;
  return (
    <Loaded answer={matter}>
      {(chosen) => (
        <RegisterForm
          matter={chosen}
          status={status}
          onOther={() => setCode(null)}
          onSaved={setSaved}
          onDirty={onDirty}
        />
      )}
    </Loaded>
  );
}
