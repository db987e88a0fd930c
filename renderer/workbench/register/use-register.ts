/** Saving a registration: asks what must be asked, then one call that keeps all or nothing. */
import type { EarlierPerson } from '../../../shared/api/earlier-person.ts';
import { useRef } from 'react';
import type { RegisteredCase, Registration } from './registration.ts';
import { sameWords } from '../../../shared/case/applicant-doubts.ts';
import { useAction } from '../../app/client-hooks.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { REGISTER_TEXTS as T } from '../texts.ts';

interface Doubts {
  readonly earlier: readonly EarlierPerson[];
  /** Required materials that are not there although the action takes them for complete. */
  readonly missing: readonly string[];
}

export function useRegister() {
  const confirm = useConfirm();
  const register = useAction('cases.register', { quiet: true });
  /** True when a person wants to go on in spite of what looks wrong. */
  const askAboutDoubts = async ({ earlier, missing }: Doubts): Promise<boolean> => {
    const same = earlier.find((one) => one.same !== null)?.same;
    if (
      same &&
      !(await confirm({
        title: T.sameAsk,
        text: `${sameWords(same)}。`,
        yes: T.sameYes,
        danger: true,
      }))
    )
      return false;
    if (missing.length === 0) return true;
    return confirm({
      title: T.missingAsk,
      text: `${missing.join('、')}。${T.missingAskText}`,
      yes: T.missingYes,
      danger: true,
    });
  };
  const saving = useRef(false);
  /** One at a time: two quick keys must not make two cases. */
  const save = async (registration: Registration): Promise<RegisteredCase | null> => {
    if (saving.current) return null;
    saving.current = true;
    try {
      return await register.run(registration);
    } finally {
      saving.current = false;
    }
  };
  return { askAboutDoubts, save, busy: register.busy, error: register.error };
}
