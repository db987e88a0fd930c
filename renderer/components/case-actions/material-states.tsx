/** The papers of a case in a form: whether each is here, and what is known of it. */
import { Button, Radio } from 'antd';
import { useState } from 'react';
import type { ComponentType } from 'react';
import type { LocalDate } from '../../../shared/base/brands.ts';
import { MATERIAL_STATES, type MaterialItem, paperFacts, withState } from '../../../shared/case/materials.ts';
import { ACTION_TEXTS as T } from './texts.ts';

/** Asks what is known of one paper. */
export type AskPaper = ComponentType<{
  readonly item: MaterialItem;
  readonly today: LocalDate;
  readonly onSaved: (item: MaterialItem) => void;
  readonly onClose: () => void;
}>;

export function MaterialStates({
  Paper,
  ...props
}: {
  readonly items: readonly MaterialItem[];
  readonly today: LocalDate;
  readonly Paper: AskPaper | undefined;
  readonly onChange: (items: readonly MaterialItem[]) => void;
}) {
  const [open, setOpen] = useState<MaterialItem | null>(null);
  const put = (item: MaterialItem) =>
    props.onChange(props.items.map((each) => (each.name === item.name ? item : each)));
  const options = Object.entries(MATERIAL_STATES).map(([value, label]) => ({ value, label }));
  return (
    <div className="bm-column">
      {props.items.map((item, index) => (
        <div key={item.name} className="bm-material-state">
          <span>
            {item.name} <span className="bm-quiet">{paperFacts(item).join('，')}</span>
          </span>
          {Paper !== undefined && item.state === 'received' && (
            <Button
              size="small"
              type="link"
              aria-label={T.paperOf(item.name)}
              onClick={() => setOpen(item)}
              data-testid={`paper-details-${index}`}
            >
              {T.paper}
            </Button>
          )}
          <Radio.Group
            aria-label={item.name}
            size="small"
            optionType="button"
            value={item.state}
            options={options}
            data-testid={`material-${index}`}
            onChange={(event) => put(withState(item, event.target.value as MaterialItem['state']))}
          />
        </div>
      ))}
      {Paper !== undefined && open !== null && (
        <Paper item={open} today={props.today} onSaved={put} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
