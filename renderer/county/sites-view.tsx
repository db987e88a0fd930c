/** Every place of the county: when it was last heard of, what is missing, what it still holds. Places never seen are here too. */
import { Segmented, Switch } from 'antd';
import { useState } from 'react';
import type { SiteRow } from '../../shared/api/county.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { EmptyNote, Loaded } from '../components/notes.tsx';
import { SearchField } from '../components/search-field.tsx';
import { Tag } from '../components/tags.tsx';
import { useAnswer } from './county-hooks.ts';
import { needsAttention, siteState, STATE_ORDER, STATE_TONES } from './site-state.ts';
import { TEXTS } from './texts.ts';
import { agoWords } from './time-words.ts';

const words = TEXTS.sites;
type Kind = keyof typeof words.kinds;

export function SitesView({ today }: { readonly today: LocalDate }) {
  const sites = useAnswer('county.sites', {});
  return (
    <section className="cc-figures" data-testid="sites">
      <Loaded answer={sites} lines={12}>
        {(found) => <Sites sites={found} today={today} />}
      </Loaded>
    </section>
  );
}

function Sites({ sites, today }: { readonly sites: readonly SiteRow[]; readonly today: LocalDate }) {
  const [kind, setKind] = useState<Kind>('all');
  const [filter, setFilter] = useState('');
  const [troubleOnly, setTroubleOnly] = useState(false);
  const wanted = filter.trim();
  const rank = (site: SiteRow) => STATE_ORDER.indexOf(siteState(site, today));
  const shown = sites
    .filter((site) => kind === 'all' || site.kind === kind)
    .filter((site) => wanted === '' || site.name.includes(wanted) || (site.centreName ?? '').includes(wanted))
    .filter((site) => !troubleOnly || needsAttention(site, today))
    .toSorted((a, b) => rank(a) - rank(b));
  const trouble = sites.filter((site) => needsAttention(site, today)).length;
  return (
    <>
      <div className="cc-tools">
        <Segmented
          options={(Object.keys(words.kinds) as Kind[]).map((value) => ({ value, label: words.kinds[value] }))}
          value={kind}
          onChange={setKind}
          data-testid="sites-kind"
        />
        <SearchField
          className="cc-filter"
          placeholder={words.filter}
          value={filter}
          onChange={setFilter}
          testId="sites-filter"
        />
        <label className="cc-switch">
          <Switch checked={troubleOnly} onChange={setTroubleOnly} data-testid="sites-trouble" />
          {words.troubleOnly}
        </label>
        <span className="cc-right bm-num" data-testid="sites-summary" data-trouble={trouble}>
          {words.summary(sites.length, trouble)}
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyNote text={words.none} />
      ) : (
        <div className="cc-scroll">
          <table className="cc-table" data-testid="site-table">
            <thead>
              <tr>
                {Object.entries(words.columns).map(([key, title]) => (
                  <th key={key} data-key={key}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((site) => (
                <SiteLine key={site.place} site={site} today={today} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function SiteLine({ site, today }: { readonly site: SiteRow; readonly today: LocalDate }) {
  const state = siteState(site, today);
  return (
    <tr data-testid="site-row" data-place={site.place} data-state={state}>
      <td className="cc-text">
        <Tag tone={STATE_TONES[state]} text={words.states[state]} />
      </td>
      <th scope="row">{site.name}</th>
      <td className="cc-text">{site.centreName}</td>
      <td className="bm-num">{site.devices}</td>
      <td className="bm-num cc-text">{site.lastSeen === null ? words.never : agoWords(site.lastSeen, today)}</td>
      <td className="bm-num">{site.events}</td>
      <td className="bm-num" data-alarm={site.missing > 0 || undefined}>
        {site.missing}
      </td>
      <td className="bm-num" data-alarm={(site.reportedUnsynced ?? 0) > 0 || undefined}>
        {site.reportedUnsynced ?? words.unknown}
      </td>
      <td className="bm-num" data-alarm={site.questions > 0 || undefined}>
        {site.questions}
      </td>
    </tr>
  );
}
