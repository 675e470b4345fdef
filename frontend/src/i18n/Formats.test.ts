import { describe, expect, test } from 'vitest';
import { Formats } from './Formats';
import type { Locale } from './locale';

const english: Locale = { language: 'en', tag: 'en-CA', other: { language: 'fr', name: 'Français' } };
const french: Locale = { language: 'fr', tag: 'fr-CA', other: { language: 'en', name: 'English' } };
const evening = '2026-11-22T00:30:05.000Z';
const sevenOClock = '2026-11-22T00:00:00.000Z';

describe('in Toronto', () => {
    const en = new Formats(english, 'America/Toronto');
    const fr = new Formats(french, 'America/Toronto');

    test('times are Canadian, in one piece', () => {
        expect(en.time(evening)).toBe('7:30\u00a0p.m.');
        expect(fr.time(evening)).toBe('19\u00a0h\u00a030');
        expect(fr.time(sevenOClock)).toBe('19\u00a0h');
    });

    test('a planned hour is the one that was typed, also where this table of time zones knows another', () => {
        // typed as 19:00 on a machine for which clocks in Toronto are two hours further than here
        const planned = { instant: '2026-11-21T22:00:00.000Z', local: '2026-11-21T19:00' };
        expect(en.planned(planned)).toEqual({
            date: 'Saturday, November 21, 2026',
            time: '7:00\u00a0p.m.',
            zone: 'ET',
        });
        expect(fr.planned(planned)).toEqual({ date: 'samedi 21 novembre 2026', time: '19\u00a0h', zone: 'HE' });
    });

    test('a planned hour of an older server is that of its instant', () => {
        expect(en.planned({ instant: sevenOClock, local: undefined }).time).toBe('7:00\u00a0p.m.');
    });

    test('clocks have seconds', () => {
        expect(en.clock(evening)).toBe('7:30:05\u00a0p.m.');
        expect(fr.clock(evening)).toBe('19\u00a0h\u00a030\u00a0min\u00a05\u00a0s');
    });

    test('moments have a day and no year', () => {
        expect(en.moment(evening).replace(/\s/gu, ' ')).toMatch(/^Nov\.? 21, 7:30 p\.m\.$/u);
        expect(fr.moment(evening).replace(/\s/gu, ' ')).toBe('21 nov. à 19 h 30');
    });

    test('numbers are grouped as usual', () => {
        expect(en.number(12345)).toBe('12,345');
        expect(fr.number(12345).replace(/\s/u, ' ')).toBe('12 345');
    });

    test('ages are rounded down and never in the future', () => {
        const now = Date.parse(evening) + 125_000;
        expect(en.ago(evening, now)).toBe('2 minutes ago');
        expect(fr.ago(evening, now)).toBe('il y a 2 minutes');
        expect(en.ago(evening, Date.parse(evening) - 5_000)).toBe('0 seconds ago');
    });

    test('running times', () => {
        expect(en.elapsed(evening, Date.parse(evening) + 65_000)).toBe('1:05');
        expect(en.elapsed(evening, Date.parse(evening) + 3_725_000)).toBe('1:02:05');
    });
});

test('a zone that this browser does not know yet is no reason to show nothing', () => {
    const en = new Formats(english, 'Moon/Tranquility');
    expect(en.planned({ instant: sevenOClock, local: '2026-11-21T19:00' }).time).toBe('7:00\u00a0p.m.');
    expect(en.time(sevenOClock)).toBe('12:00\u00a0a.m.');
});
