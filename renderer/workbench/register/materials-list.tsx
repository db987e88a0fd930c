/** The checklist of materials: the required ones are ticked, what is missing is unticked; what was handed in before is offered. */
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import type { OfferedPaper } from '../../../shared/api/offered-paper.ts';
import type { LocalDate } from '../../../shared/base/brands.ts';
import { type MaterialItem, paperFacts } from '../../../shared/case/materials.ts';
import type { Matter } from '../../../shared/matter/catalogue.ts';
import { PaperDialog } from '../../components/case-actions/paper-dialog.tsx';
import { Tag } from '../../components/tags.tsx';
import { CASE_TEXTS } from '../../components/texts.ts';
import { REGISTER_TEXTS as T } from '../texts.ts';
import { handedIn, missingRequired, startMaterials, untickedState, usedAgain, without } from './material-draft.ts';
import type { MaterialDraft } from './material-draft.ts';

interface MaterialsListProps {
  readonly matter: Matter;
  readonly draft: MaterialDraft;
  /** What the person handed in before and need not hand in again. */
  readonly offers: readonly OfferedPaper[];
  readonly today: LocalDate;
  readonly onChange: (draft: MaterialDraft) => void;
}

type Material = Matter['materials'][number];

interface LineProps {
  readonly material: Material;
  readonly item: MaterialItem;
  readonly index: number;
  readonly offer: OfferedPaper | undefined;
  readonly onChange: (item: MaterialItem) => void;
  readonly onDetails: () => void;
}

/** What was handed in before: to use again, or in use. */
function Offer({ material, item, index, offer, onChange }: LineProps) {
  if (offer === undefined) return null;
  if (item.reused !== undefined)
    return (
      <div className="wr-offer" data-testid={`reused-${index}`}>
        <Tag tone="good" text={T.reused(offer.on)} />
        <Button size="small" type="link" onClick={() => onChange(without(material, untickedState(material)))}>
          {T.reuseNot}
        </Button>
      </div>
    );
  return (
    <div className="wr-offer">
      <span className="bm-quiet">{T.offered(offer)}</span>
      <Button size="small" onClick={() => onChange(usedAgain(material, offer))} data-testid={`reuse-${index}`}>
        {T.reuse}
      </Button>
    </div>
  );
}

function Line(props: LineProps) {
  const { material, item, index, onChange, onDetails } = props;
  const { state, reused } = item;
  const facts = reused === undefined ? paperFacts({ ...item, copies: undefined }) : [];
  return (
    <div className="wr-material" data-state={state}>
      <div>
        <Checkbox
          checked={state === 'received'}
          data-testid={`material-${index}`}
          onChange={(event) =>
            onChange(event.target.checked ? handedIn(material) : without(material, untickedState(material)))
          }
        >
          {material.name}
          <span className="bm-quiet">
            {' '}
            {material.form} {CASE_TEXTS.copies(item.copies ?? material.copies)}
            {!material.required && ` · ${T.optional}`}
            {material.note !== undefined && ` · ${material.note}`}
          </span>
        </Checkbox>
        {facts.length > 0 && <div className="wr-paper-facts">{facts.join('，')}</div>}
        <Offer {...props} />
      </div>
      <span className="wr-material-state">
        {state !== 'received' && (
          <Tag tone={state === 'missing' ? 'warn' : 'quiet'} text={CASE_TEXTS.materialStates[state]} />
        )}
        {state !== 'received' && !material.required && (
          <Button
            size="small"
            onClick={() => onChange(without(material, state === 'missing' ? 'not-needed' : 'missing'))}
          >
            {state === 'missing' ? T.markNotNeeded : T.markMissing}
          </Button>
        )}
        {state === 'received' && reused === undefined && (
          <Button
            size="small"
            type="link"
            aria-label={T.paperOf(material.name)}
            onClick={onDetails}
            data-testid={`paper-details-${index}`}
          >
            {T.paper}
          </Button>
        )}
      </span>
    </div>
  );
}

export function MaterialsList({ matter, draft, offers, today, onChange }: MaterialsListProps) {
  const missing = missingRequired(matter, draft);
  const [open, setOpen] = useState<MaterialItem | null>(null);
  const put = (item: MaterialItem) => onChange({ ...draft, [item.name]: item });
  return (
    <section className="bm-panel wr-materials" data-testid="materials">
      <h2>
        {T.materials}{' '}
        <Tag
          tone={missing.length === 0 ? 'good' : 'warn'}
          text={missing.length === 0 ? T.allThere : T.missingCount(missing.length)}
        />
        {missing.length > 0 && (
          <Button size="small" type="link" onClick={() => onChange({ ...draft, ...startMaterials(matter) })}>
            {T.materialsAll}
          </Button>
        )}
      </h2>
      {matter.materials.length === 0 && <p className="bm-quiet">{T.materialsNone}</p>}
      {matter.materials.map((material, index) => {
        const item = draft[material.name] ?? without(material, untickedState(material));
        return (
          <Line
            key={material.name}
            material={material}
            item={item}
            index={index}
            offer={offers.find(({ name }) => name === material.name)}
            onChange={put}
            onDetails={() => setOpen(item)}
          />
        );
      })}
      {open !== null && <PaperDialog item={open} today={today} onSaved={put} onClose={() => setOpen(null)} />}
    </section>
  );
}
