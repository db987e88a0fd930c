/** Notices that the network came back: another set of addresses than before. Node has no event for it, so the addresses are read now and then. */
import { networkCards } from './network-cards.ts';

const LOOK_EVERY_MS = 10_000;

/** The machine's outward addresses as one text; '' with the cable out or where the system does not tell. */
function outwardAddresses(): string {
  return Object.values(networkCards())
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal)
    .map((one) => one.address)
    .sort()
    .join(' ');
}

/** Calls `back` when there are addresses and they are others than at the last look. Returns how to stop. */
export function watchNetwork(
  back: () => void,
  look: () => string = outwardAddresses,
  everyMs = LOOK_EVERY_MS,
): () => void {
  let last = look();
  const timer = setInterval(() => {
    const now = look();
    if (now !== last && now !== '') back();
    last = now;
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
