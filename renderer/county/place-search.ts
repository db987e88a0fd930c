/** Finds a place by part of its name or by its letters (mxp → 麻溪铺镇). Pure. */
import type { OutputOf } from '../../shared/api/contract.ts';
import type { CountyMethods } from '../../shared/api/county.ts';
import { soundMatch, type Sounds, soundsOf, typedLetters } from '../../shared/base/pinyin.ts';

export type Place = OutputOf<CountyMethods['county.places']>[number];

export interface PlaceIndex {
  /** At most `most` places, best first, and how many more there would be. Villages whose names repeat are told apart by their centre. */
  find(text: string, most: number): { readonly places: readonly Place[]; readonly more: number };
}

export function indexPlaces(places: readonly Place[]): PlaceIndex {
  const entries = places.map((place) => ({ place, sounds: soundsOf(place.name) }));
  return {
    find(text, most) {
      const wanted = text.trim().toLowerCase().replace(/\s+/gu, '');
      const found = entries
        .map((entry) => ({ place: entry.place, rank: rankOf(entry, wanted) }))
        .filter(({ rank }) => rank !== null)
        .toSorted((a, b) => Number(a.rank) - Number(b.rank))
        .map(({ place }) => place);
      return { places: found.slice(0, most), more: Math.max(0, found.length - most) };
    },
  };
}

/** Centres before villages, beginnings before middles; null when it is not the place. */
function rankOf({ place, sounds }: { readonly place: Place; readonly sounds: Sounds }, wanted: string): number | null {
  const { name, code, kind } = place;
  const letters = typedLetters(wanted);
  const heard = letters === null ? null : soundMatch(sounds, letters);
  const kindRank = kind === 'centre' ? 0 : 1;
  if (name.startsWith(wanted) || code.startsWith(wanted) || heard === 'whole' || heard === 'start') return kindRank;
  return name.includes(wanted) || heard === 'inside' ? 2 + kindRank : null;
}

/** A code in groups of four, as it is read aloud and copied by hand. */
export const groupCode = (code: string): string =>
  (code.replace(/[\s-]/gu, '').match(/.{1,12}/gu) ?? []).map((line) => line.replace(/(.{4})(?=.)/gu, '$1 ')).join('\n');
