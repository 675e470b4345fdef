import { expect, test } from 'vitest';
import type { Invitation } from '../../protocol/plans';
import { inUse, linkState } from './linkState';

const now = Date.parse('2026-11-21T00:30:00.000Z');
const fresh: Invitation = {
    id: '1',
    role: 'moderator',
    name: 'Maude',
    createdAt: '2026-11-20T00:00:00.000Z',
    expiresAt: '2026-11-22T00:00:00.000Z',
};
const used = { ...fresh, usedAt: '2026-11-20T12:00:00.000Z' };
const expired = { ...used, expiresAt: '2026-11-21T00:30:00.000Z' };
const revoked = { ...expired, revokedAt: '2026-11-20T13:00:00.000Z' };

test.each([
    ['unused', fresh],
    ['used', used],
    ['expired', expired],
    ['revoked', revoked],
] as const)('a link is %s whatever weaker thing is true of it', (state, link) => {
    expect(linkState(link, now)).toBe(state);
});

test('a link in use says in how many browsers, any other nothing', () => {
    const seen = { browsers: 2, lastUsedAt: '2026-11-21T00:20:00.000Z' };
    expect(inUse({ ...used, ...seen }, now)).toEqual({ browsers: 2, seen: '2026-11-21T00:20:00.000Z' });
    expect(inUse({ ...used, ...seen, browsers: 0 }, now)).toBeUndefined();
    expect(inUse({ ...revoked, ...seen }, now)).toBeUndefined();
    expect(inUse(fresh, now)).toBeUndefined();
});
