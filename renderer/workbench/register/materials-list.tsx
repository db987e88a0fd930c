/** The checklist of materials: the required ones are ticked, what is missing is unticked. */
import { Button, Checkbox } from 'antd';
import type { Matter } from '../../../shared/matter/catalogue.ts';
import { Tag } from '../../components/tags.tsx';
import { CASE_TEXTS } from '../../components/texts.ts';
import { REGISTER_TEXTS as T } from '../texts.ts';
import { missingRequired, startMaterials, untickedState } from './material-draft.ts';
import type { MaterialDraft } from './material-draft.ts';

interface MaterialsListProps {
  readonly matter: Matter;
  readonly draft: MaterialDraft;
  readonly onChange: (draft: MaterialDraft) => void;
}

export function MaterialsList({ matter, draft, onChange }: MaterialsListProps) {
  const missing = missingRequired(matter, draft);
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
        const state = draft[material.name] ?? untickedState(material);
        return (
          <div key={material.name} className="wr-material" data-state={state}>
            <Checkbox
              checked={state === 'received'}
              data-testid={`material-${index}`}
              onChange={(event) =>
                onChange({ ...draft, [material.name]: event.target.checked ? 'received' : untickedState(material) })
              }
            >
              {material.name}
              <span className="bm-quiet">
                {' '}
                {material.form} {CASE_TEXTS.copies(material.copies)}
                {!material.required && ` · ${T.optional}`}
                {material.note !== undefined && ` · ${material.note}`}
              </span>
            </Checkbox>
            {state !== 'received' && (
              <span className="wr-material-state">
                <Tag tone={state === 'missing' ? 'warn' : 'quiet'} text={CASE_TEXTS.materialStates[state]} />
                {!material.required && (
                  <Button
                    size="small"
                    onClick={() =>
                      onChange({ ...draft, [material.name]: state === 'missing' ? 'not-needed' : 'missing' })
                    }
                  >
                    {state === 'missing' ? T.markNotNeeded : T.markMissing}
                  </Button>
                )}
              </span>
            )}
          </div>
        );
      })}
    </section>
  );
}
