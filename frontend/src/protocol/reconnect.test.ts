import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Backoff, closing, Ways } from './reconnect';

describe('close codes', () => {
    test.each([1000, 1001, 1006, 1009, 1012, 4000, 4008, 4009, 4029, 4030, 4031])('%i comes back', (code) => {
        expect(closing(code)).toEqual({ then: 'comeBack' });
    });

    test.each([
        [4001, 'reload'],
        [4003, 'signIn'],
        [4004, 'unknownSession'],
    ])('%i stops: %s', (code, reason) => {
        expect(closing(code)).toEqual({ then: 'stop', reason });
    });
});

describe('back-off', () => {
    test('waits anything from nothing to a ceiling that doubles up to twenty seconds', () => {
        const longest = new Backoff(() => 1);
        const waits = Array.from({ length: 9 }, () => longest.next(false));
        expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 20000, 20000, 20000]);
        expect(new Backoff(() => 0).next(false)).toBe(0);
    });

    test('lets a hidden tab wait up to a minute', () => {
        const backoff = new Backoff(() => 1);
        const waits = Array.from({ length: 9 }, () => backoff.next(true));
        expect(waits.at(-1)).toBe(60_000);
    });

    test('starts anew after a success', () => {
        const backoff = new Backoff(() => 1);
        backoff.next(false);
        backoff.next(false);
        backoff.succeeded();
        expect(backoff.next(false)).toBe(500);
    });

    test('never leaves its bounds', () => {
        fc.assert(
            fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (hidden) => {
                const backoff = new Backoff();
                for (const isHidden of hidden) {
                    const wait = backoff.next(isHidden);
                    expect(wait).toBeGreaterThanOrEqual(0);
                    expect(wait).toBeLessThanOrEqual(isHidden ? 60_000 : 20_000);
                }
            }),
        );
    });
});

describe('ways to connect', () => {
    test('every third attempt in a row takes the other way, and the one after it asks anew', () => {
        const ways = new Ways();
        const attempts = Array.from({ length: 6 }, () => {
            const attempt = [ways.takesFallback, ways.asksAnew];
            ways.failed();
            return attempt;
        });
        expect(attempts).toEqual([
            [false, false],
            [false, false],
            [true, false],
            [false, true],
            [false, false],
            [true, false],
        ]);
    });

    test('what has worked goes first from then on', () => {
        const ways = new Ways();
        ways.failed();
        ways.proved(true);
        expect(ways.takesFallback).toBe(true);
        ways.failed();
        ways.failed();
        expect(ways.takesFallback).toBe(false);
    });

    test('a broken picture is asked for anew on the next attempt', () => {
        const ways = new Ways();
        ways.askAnew();
        expect(ways.asksAnew).toBe(true);
    });
});
