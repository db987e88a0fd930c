import { describe, expect, it } from 'vitest';
import { createChanges } from './changes.ts';

describe('waiting for changes', () => {
  it('answers at once with the topics since a version, each once', async () => {
    const changes = createChanges();
    changes.tell('cases', 'sync');
    changes.tell('cases');
    expect(await changes.wait(0)).toEqual({ version: 2, topics: ['cases', 'sync'] });
    expect(await changes.wait(1)).toEqual({ version: 2, topics: ['cases'] });
  });

  it('wakes everybody at the next change', async () => {
    const changes = createChanges();
    const both = Promise.all([changes.wait(0), changes.wait(0)]);
    changes.tell('drafts');
    expect((await both).map((one) => one.topics)).toEqual([['drafts'], ['drafts']]);
  });

  it('lets a page go after a while with nothing new', async () => {
    expect(await createChanges(5).wait(0)).toEqual({ version: 0, topics: [] });
  });

  it('tells a page that outlived a restart everything', async () => {
    const changes = createChanges();
    changes.tell('site');
    expect(await changes.wait(77)).toEqual({ version: 1, topics: ['site'] });
  });

  it('lets everybody go when the site closes', async () => {
    const changes = createChanges();
    const waiting = changes.wait(0);
    changes.close();
    expect((await waiting).topics).toEqual([]);
    expect((await changes.wait(0)).topics).toEqual([]);
  });
});
