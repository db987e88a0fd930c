import { describe, expect, it } from 'vitest';
import { ApiError } from '../../shared/api/errors.ts';
import { createSession } from './session.ts';

const call = { method: 'county.status', input: {} };

describe('the sign-in of the console', () => {
  it('ends when the hub asks to sign in, and says why', async () => {
    const session = createSession();
    session.begin('a');
    await session.watch(() => Promise.resolve({ ok: false, code: 'needs-sign-in' }))(call);
    expect(session.state()).toEqual({ key: null, expired: true });
    session.begin('b');
    const thrown = session.watch(() => Promise.reject(new ApiError('needs-sign-in')))(call);
    await expect(thrown).rejects.toThrow(ApiError);
    expect(session.state()).toEqual({ key: null, expired: true });
  });

  it('is not ended by a wrong secret, nor by a late answer to an earlier session', async () => {
    const session = createSession();
    await session.watch(() => Promise.resolve({ ok: false, code: 'needs-sign-in' }))(call);
    expect(session.state()).toEqual({ key: null, expired: false });
    session.begin('old');
    let answer: (value: unknown) => void = () => undefined;
    const pending = session.watch(() => new Promise((resolve) => (answer = resolve)))(call);
    session.begin('new');
    answer({ ok: false, code: 'needs-sign-in' });
    await pending;
    expect(session.key()).toBe('new');
  });
});
