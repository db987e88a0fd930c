/** Big buttons for people of that name who have been here before; below the grid, chosen by Alt and number. */

import type { EarlierPerson } from '../../../shared/api/earlier-person.ts';
import { TEXTS } from '../texts.ts';

interface PersonStripProps {
  readonly people: readonly EarlierPerson[];
  readonly onChoose: (person: EarlierPerson) => void;
}

export function PersonStrip({ people, onChoose }: PersonStripProps) {
  return (
    <section className="vg-strip" aria-label={TEXTS.people.title} data-testid="person-strip">
      <h3>{TEXTS.people.title}</h3>
      <div className="vg-strip-list" data-wide>
        {people.map((earlier, index) => (
          <button
            key={earlier.lastCase}
            type="button"
            tabIndex={-1}
            className="vg-choice"
            data-testid={`person-choice-${index + 1}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(earlier)}
          >
            <span className="vg-key">Alt+{index + 1}</span>
            <span className="vg-choice-name bm-num">
              {earlier.person.name} {earlier.person.idNumber} {earlier.person.group} {earlier.person.phone}
            </span>
            <span className="vg-choice-hint">{TEXTS.people.last(earlier.lastOn, earlier.lastMatterName)}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
