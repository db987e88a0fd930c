/** The head of a village view: back, title, and what can be done here. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { TEXTS } from './texts.ts';
import { useRouter } from './routes.ts';

interface ViewHeadProps {
  readonly title: string;
  readonly children?: ReactNode;
}

export function ViewHead({ title, children }: ViewHeadProps) {
  const router = useRouter();
  return (
    <header className="vp-head bm-screen-only">
      <Button onClick={router.back} data-testid="back">
        ‹ {TEXTS.back}
      </Button>
      <h1>{title}</h1>
      <div className="vp-head-actions">{children}</div>
    </header>
  );
}
