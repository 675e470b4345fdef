import { describe, expect, test } from 'vitest';
import { Formats } from '../../i18n/Formats';
import type { Locale } from '../../i18n/locale';
import { aDeskQuestion, noon } from '../../testing/rows';
import { isUnusual, sentenceOf } from './outcomes';
import type { Outcome } from './outcomes';

const english: Locale = { language: 'en', tag: 'en-CA', other: { language: 'fr', name: 'Français' } };
const french: Locale = { language: 'fr', tag: 'fr-CA', other: { language: 'en', name: 'English' } };
const now = Date.parse(noon) + 2_000;
const say = (outcome: Outcome, locale = english) => sentenceOf(outcome, locale.language, new Formats(locale), now);

describe('what came of a decision, in words', () => {
    const already = { kind: 'already', step: 'approve', by: 'Sophie', at: noon } as const;

    test('the same decision by another is named, with its age', () => {
        expect(say(already)).toBe('Already published by Sophie, 2 seconds ago.');
        expect(say(already, french)).toBe('Déjà publiée par Sophie, il y a 2 secondes.');
    });

    test('without a name it is only said to be done', () => {
        expect(say({ ...already, by: undefined })).toBe('This was already done.');
    });

    test('a conflict says what the question is now, and by whom', () => {
        const row = aDeskQuestion('q', { status: 'dismissed' });
        expect(say({ kind: 'refused', code: 'changed', now: row, by: 'Marc', at: noon })).toBe(
            'This question changed while you were deciding. Here is what it says now. Now: Dismissed. Changed by Marc, 2 seconds ago.',
        );
    });

    test('silence is not called a refusal', () => {
        expect(say({ kind: 'unanswered' })).toContain('No answer');
    });

    test('a step bears the number of its question', () => {
        expect(say({ kind: 'done', step: 'queueFirst', number: 212 })).toMatch(/^No\.\s212 added to the queue\.$/u);
    });
});

test('review, votes and plain words with rule breakers are on as a rule, the other switches off', () => {
    expect(isUnusual('premoderation', true)).toBe(false);
    expect(isUnusual('premoderation', false)).toBe(true);
    expect(isUnusual('slowMode', false)).toBe(false);
    expect(isUnusual('hidden', true)).toBe(true);
});
