import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toInstant, toLocal, zonesWith } from './zonedTime';

describe('a time in a zone', () => {
    test.each([
        ['2026-11-21T19:00', 'America/Toronto', '2026-11-22T00:00:00.000Z'],
        ['2026-07-01T19:00', 'America/Toronto', '2026-07-01T23:00:00.000Z'],
        ['2026-11-21T19:00', 'America/St_Johns', '2026-11-21T22:30:00.000Z'],
        ['2026-11-21T19:00', 'America/Regina', '2026-11-22T01:00:00.000Z'],
        ['2026-11-21T19:00', 'UTC', '2026-11-21T19:00:00.000Z'],
    ])('%s in %s is %s', (local, zone, instant) => {
        expect(toInstant(local, zone)).toBe(instant);
        expect(toLocal(instant, zone)).toBe(local);
    });

    test('that comes twice in autumn is the first of the two', () => {
        expect(toInstant('2026-11-01T01:30', 'America/Toronto')).toBe('2026-11-01T05:30:00.000Z');
    });

    test('that never comes in spring moves on by the hour left out', () => {
        const instant = toInstant('2026-03-08T02:30', 'America/Toronto') ?? '';
        expect(toLocal(instant, 'America/Toronto')).toBe('2026-03-08T03:30');
    });

    test('comes back from its local form, whatever the zone and the season', () => {
        const zone = fc.constantFrom('America/Toronto', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC');
        const minute = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }).map((ms) => ms - (ms % 60_000));
        fc.assert(
            fc.property(minute, zone, (ms, name) => {
                const local = toLocal(new Date(ms).toISOString(), name);
                expect(toLocal(toInstant(local, name) ?? '', name)).toBe(local);
            }),
        );
    });

    test('is nothing while the field is empty or half filled', () => {
        expect(toInstant('', 'UTC')).toBeUndefined();
        expect(toInstant('2026-13-40T99:00', 'UTC')).toBeUndefined();
    });
});

test('the list of zones holds the one in use, once', () => {
    expect(zonesWith('America/Toronto').filter((zone) => zone === 'America/Toronto')).toHaveLength(1);
    expect(zonesWith('Moon/Tranquility')).toContain('Moon/Tranquility');
});
