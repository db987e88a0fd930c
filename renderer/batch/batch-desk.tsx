/** The desk of a village point: the grid of slips, lists, results. */
export { VillagePage as BatchDesk } from './village-page.tsx';
