/** Which place may read and write which ledger (LEDGER §2). Places, not logins, have rights. */
import type { LocalDate, PlaceCode } from '../base/brands.ts';
import { placeKind, type Places } from './place.ts';

/** The ledgers a place reads: its own, and a centre those of the villages it serves on that day. */
export function readableLedgers(places: Places, place: PlaceCode, on: LocalDate): readonly PlaceCode[] {
  return placeKind(place) === 'centre' ? [place, ...places.villagesOf(place, on)] : [place];
}

export function mayRead(places: Places, place: PlaceCode, ledger: PlaceCode, on: LocalDate): boolean {
  return place === ledger || (placeKind(place) === 'centre' && places.centreOf(ledger, on) === place);
}

/**
 * Returns whether a device of `place` may have written to `ledger`. A centre that ever served the village may: what it wrote in its time stays
 * right when the village has moved.
 */
export function mayWrite(places: Places, place: PlaceCode, ledger: PlaceCode): boolean {
  return place === ledger || places.serves.some((row) => row.village === ledger && row.centre === place);
}
