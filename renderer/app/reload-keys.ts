/**
 * F5 and Ctrl+R read the data again instead of the page: in the browser host the key to the service lives in this page's memory only,
 * so that a reloaded page could not go on.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { refreshTouched } from './refresh.ts';

export function useReloadKeys(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'F5' && !(event.ctrlKey && event.key.toLowerCase() === 'r')) return;
      event.preventDefault();
      refreshTouched(queries, null);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [queries]);
}
