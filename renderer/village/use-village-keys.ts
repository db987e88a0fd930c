/** The keys of the village page outside the grid: Escape goes back, and a view that opens has something in focus. */
import { useEffect } from 'react';
import { focusPage } from '../components/use-return-focus.ts';
import { useRouter } from './routes.ts';

/** In the grid Escape belongs to the cell. */
const OWN_KEYS = 'grid';

const dialogOpen = () =>
  [...document.querySelectorAll<HTMLElement>('.ant-modal-wrap')].some((wrap) => wrap.style.display !== 'none');

/** Words that are typed and not sent must not vanish by a key. */
const holdsWords = (target: EventTarget | null) => target instanceof HTMLTextAreaElement && target.value.trim() !== '';

export function useVillageKeys(): void {
  const { route, back } = useRouter();
  useEffect(() => {
    // The grid puts the focus where the agent was.
    const timer = route.view === OWN_KEYS ? undefined : setTimeout(focusPage);
    return () => clearTimeout(timer);
  }, [route]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      if (route.view === OWN_KEYS || dialogOpen() || holdsWords(event.target)) return;
      event.preventDefault();
      back();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [route, back]);
}
