/** What speaks against the applicant being one that the matter is for, and why it is registered all the same. Nothing where nothing does. */
import { Alert, Input } from 'antd';
import { DESPITE_LENGTH } from '../../../shared/case/registration.ts';
import { Field } from '../../components/field.tsx';
import { REGISTER_TEXTS as T } from '../texts.ts';

interface DespiteFieldProps {
  readonly doubts: readonly string[];
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

export const DESPITE = 'despite';

export function DespiteField({ doubts, value, error, onChange }: DespiteFieldProps) {
  if (doubts.length === 0) return null;
  return (
    <section className="bm-panel" data-testid="applicant-doubts">
      <Alert type="warning" showIcon title={doubts.map((doubt) => `${doubt}。`).join('')} />
      <Field label={T.despite} name={DESPITE} required error={error} hint={T.despiteHint}>
        <Input
          value={value}
          maxLength={DESPITE_LENGTH}
          aria-label={T.despite}
          data-testid="despite"
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </section>
  );
}
