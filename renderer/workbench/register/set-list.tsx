/** The joint filings of the catalogue, above the search for a single matter. */
import { Button } from 'antd';
import { useAnswer } from '../../app/client-hooks.ts';
import { JOINT_TEXTS as J } from '../texts.ts';

export function SetList({ onPick }: { readonly onPick: (set: string) => void }) {
  const sets = useAnswer('matters.sets', {});
  if (sets.data === undefined || sets.data.length === 0) return null;
  return (
    <p className="wr-sets" data-testid="sets">
      <span className="bm-quiet">{J.sets}</span>
      {sets.data.map(({ code, name, when }) => (
        <Button key={code} title={when} onClick={() => onPick(code)} data-testid={`set-${code}`}>
          {name}
        </Button>
      ))}
    </p>
  );
}
