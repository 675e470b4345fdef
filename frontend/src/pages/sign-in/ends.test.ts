import { expect, test } from 'vitest';
import { endOf } from './ends';

test.each([
    ['/sign-in/in', 'in'],
    ['/sign-in/out', 'out'],
    ['/sign-in/no-role', 'noRole'],
    ['/sign-in/failed', 'failed'],
    ['/sign-in.html', 'failed'],
])('%s tells that it ended with %s', (path, end) => {
    expect(endOf(path)).toBe(end);
});
