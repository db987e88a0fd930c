/** What every page stands in: language, theme, nonce of the content security policy, cache of answers. */
import '@fontsource-variable/noto-sans-sc';
import './base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { describeError } from './errors.ts';
import { useLargeText } from './large-text.ts';
import { themeOf } from './theme.ts';

/** Errors that asking again can cure. The others stay until something changes. */
const PASSING = new Set(['busy', 'lost']);

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The service says what changed; until then an answer is good.
        staleTime: Infinity,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && PASSING.has(describeError(error).code),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** The nonce that the server put into this answer. Browsers show it to scripts as a property only. */
function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/**
 * Where dialogs and drop-downs are put. Not the body itself: antd locks the body's scrolling by a style without our nonce, which the
 * content security policy refuses; the body never scrolls here.
 */
const layers = () => document.getElementById('layers') ?? document.body;

/** Also what the tests of single pages stand in. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const [queries] = useState(createQueries);
  const large = useLargeText();
  useEffect(() => {
    document.documentElement.toggleAttribute('data-large', large);
  }, [large]);
  return (
    <ConfigProvider
      locale={zhCN}
      theme={themeOf(large)}
      csp={{ nonce: pageNonce() }}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
      getPopupContainer={layers}
    >
      <QueryClientProvider client={queries}>
        <App message={{ maxCount: 3 }} notification={{ placement: 'topRight', maxCount: 3 }}>
          {children}
        </App>
      </QueryClientProvider>
    </ConfigProvider>
  );
}

/** Puts a page into the document. */
export function mountPage(page: ReactNode): void {
  const root = document.getElementById('page');
  if (root === null) throw new Error('no #page in the document');
  createRoot(root).render(<Providers>{page}</Providers>);
}
