/** Twelve characters of a key, read out by one person and compared by another. */
import './stick.css';

interface CheckCodeProps {
  readonly label: string;
  readonly code: string;
  readonly testId: string;
}

export function CheckCode({ label, code, testId }: CheckCodeProps) {
  return (
    <p className="bm-stick-code">
      {label} <strong data-testid={testId}>{code}</strong>
    </p>
  );
}
