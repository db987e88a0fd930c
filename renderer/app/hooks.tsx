/** React hooks over a typed client: answers that stay fresh, pages of long lists, and actions that say what went wrong. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { App } from 'antd';
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import type { Client, InputOf, MethodTable, OutputOf } from '../../shared/api/contract.ts';
import type { Page } from '../../shared/api/rows.ts';
import { describeError } from './errors.ts';
import { refreshTouched } from './refresh.ts';
import { topicsOf } from './topics.ts';

/** Cache key of one question: the method and its input. */
export const answerKey = (method: string, input: unknown) => [method, input] as const;

interface AnswerOptions {
  /** false: do not ask yet. */
  readonly when?: boolean;
  /** Keep showing the last answer while a new input is asked, e.g. for search as you type. */
  readonly keepPrevious?: boolean;
  /** Ask anew whenever it is shown, and show nothing before the answer is there; for what no topic tells. */
  readonly anew?: boolean;
  /** Ask again after so many milliseconds while the page is in sight; for what no topic tells. */
  readonly everyMs?: number;
}

interface ActionOptions<T> {
  /** Shown as a short notice when it worked. */
  readonly done?: string | ((value: T) => string);
  /** The page shows the failure itself, beside the field. */
  readonly quiet?: boolean;
  /** false: the page keeps the answers up to date itself (saving cell by cell). */
  readonly refresh?: boolean;
}

export interface Action<Input, T> {
  /** Resolves with the value, or null when it failed (the failure has been shown, or is in `error`). */
  readonly run: (input: Input) => Promise<T | null>;
  readonly busy: boolean;
  readonly error: unknown;
  readonly clear: () => void;
}

/** The names of methods that answer in pages, and the row of each. */
type RowOf<M> = OutputOf<M> extends Page<infer Row> ? Row : never;

export interface Rows<T> {
  readonly rows: readonly T[];
  /** Rows in the whole list; null where it is not counted. */
  readonly total: number | null;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly loading: boolean;
  /** An older answer is shown while the new one is on its way. */
  readonly stale: boolean;
  /** Something changed since these rows were read, and they are too many to be read again unasked. */
  readonly changed: boolean;
  /** Reads the list again from its beginning. */
  readonly restart: () => void;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The hooks of one contract. Made once per page (client, county console). */
export function createHooks<T extends MethodTable>() {
  const ClientContext = createContext<Client<T> | null>(null);

  function ApiProvider({ client, children }: { readonly client: Client<T>; readonly children: ReactNode }) {
    return <ClientContext value={client}>{children}</ClientContext>;
  }

  function useApi(): Client<T> {
    const client = useContext(ClientContext);
    if (client === null) throw new Error('no ApiProvider above');
    return client;
  }

  /** One answer, kept fresh by the topics that change. */
  function useAnswer<K extends keyof T & string>(
    method: K,
    input: InputOf<T[K]>,
    options: AnswerOptions = {},
  ): UseQueryResult<OutputOf<T[K]>> {
    const client = useApi();
    return useQuery({
      queryKey: answerKey(method, input),
      queryFn: () => client[method](input),
      enabled: options.when ?? true,
      refetchInterval: options.everyMs ?? false,
      ...(options.anew === true ? { gcTime: 0 } : {}),
      ...(options.keepPrevious === true ? { placeholderData: (previous: OutputOf<T[K]> | undefined) => previous } : {}),
    } as Parameters<typeof useQuery<OutputOf<T[K]>>>[0]);
  }

  /** A long list, page by page, by its cursor. `input` without `after`. */
  function useRows<K extends keyof T & string>(
    method: K,
    input: Omit<InputOf<T[K]>, 'after'>,
    options: { readonly when?: boolean } = {},
  ): Rows<RowOf<T[K]>> {
    const client = useApi();
    const call = client[method] as (input: unknown) => Promise<Page<RowOf<T[K]>>>;
    const queries = useQueryClient();
    const queryKey = [method, input, 'pages'] as const;
    const query = useInfiniteQuery({
      queryKey,
      queryFn: ({ pageParam }) => call(pageParam === null ? input : { ...input, after: pageParam }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next,
      placeholderData: (previous) => previous,
      enabled: options.when ?? true,
    });
    const pages = query.data?.pages ?? [];
    return {
      rows: pages.flatMap((page) => page.rows),
      total: pages[0]?.total ?? null,
      hasMore: query.hasNextPage,
      loadMore: () => {
        if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
      },
      loading: query.isPending,
      stale: query.isPlaceholderData,
      changed: query.isStale && !query.isFetching && query.data !== undefined,
      restart: () => void queries.resetQueries({ queryKey, exact: true }),
      error: query.error,
      retry: () => void query.refetch(),
    };
  }

  /** Something that changes data. A failure is shown as a notice unless `quiet`. */
  function useAction<K extends keyof T & string>(
    method: K,
    options: ActionOptions<OutputOf<T[K]>> = {},
  ): Action<InputOf<T[K]>, OutputOf<T[K]>> {
    const client = useApi();
    const queries = useQueryClient();
    const { message, notification } = App.useApp();
    const mutation = useMutation({
      mutationFn: (input: InputOf<T[K]>) => client[method](input),
      onSuccess: (value) => {
        const { done, refresh = true } = options;
        if (refresh) refreshTouched(queries, topicsOf(method));
        if (done !== undefined) void message.success(typeof done === 'string' ? done : done(value));
      },
      onError: (error) => {
        const words = describeError(error);
        // Another clerk was faster: show what is there now.
        if (words.code === 'conflict') void queries.invalidateQueries();
        if (options.quiet !== true)
          notification.error({ title: words.message, description: words.action, key: words.code, duration: 8 });
      },
    });
    return {
      run: async (input) => {
        try {
          return await mutation.mutateAsync(input);
        } catch {
          return null;
        }
      },
      busy: mutation.isPending,
      error: mutation.error,
      clear: mutation.reset,
    };
  }

  return { ApiProvider, useApi, useAnswer, useRows, useAction };
}
