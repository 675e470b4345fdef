import { expect, test } from 'vitest';
import { castingOf, rehearsalAddress } from './casting';

test('the address of a rehearsal says how it is played', () => {
    const address = new URL(rehearsalAddress('ABC234', { speed: 10, cast: 'everyone' }), 'http://localhost');
    expect(address.pathname).toBe('/host/ABC234');
    expect(castingOf(address.search)).toEqual({ speed: 10, cast: 'everyone' });
});

test.each(['', '?lang=fr', '?speed=0&cast=nobody', '?speed=61', '?speed=fast'])(
    'an address like "%s" says nothing of it',
    (search) => {
        expect(castingOf(search)).toEqual({});
    },
);
