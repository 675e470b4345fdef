import { describe, expect, test } from 'vitest';
import { aDeskQuestion } from '../../testing/rows';
import { isIdle, orderFor, stepsOf } from './steps';

const queue = ['a', 'b', 'c'].map((id, rank) => aDeskQuestion(id, { status: 'queued', rank }));
const [first, second, third] = queue;
const quiet = { queue, onAir: undefined };
const row = aDeskQuestion('q', { revision: 7 });

describe('the steps offered', () => {
    test('what is merged can only leave its group, and nothing can be done to what is withdrawn', () => {
        expect(stepsOf({ ...row, status: 'merged' }, quiet)).toEqual(['unmerge']);
        expect(stepsOf({ ...row, status: 'withdrawn' }, quiet)).toEqual([]);
    });

    test('what is dismissed can only be restored', () => {
        expect(stepsOf({ ...row, status: 'dismissed' }, quiet)).toEqual(['restore']);
    });

    test('everything the audience may have seen can be dismissed', () => {
        for (const status of ['pending', 'published', 'queued', 'onAir', 'answered'] as const) {
            expect(stepsOf({ ...row, status }, quiet)).toContain('dismiss');
        }
    });

    test('marks are offered by what they would change', () => {
        expect(stepsOf({ ...row, held: true }, quiet)).toContain('release');
        expect(stepsOf({ ...row, held: true }, quiet)).not.toContain('hold');
        expect(stepsOf({ ...row, status: 'published', pinned: true }, quiet)).toContain('unpin');
        expect(stepsOf({ ...row, language: 'fr' }, quiet)).not.toContain('inFrench');
    });

    test('the first of the queue is not offered to be made next, nor moved up', () => {
        expect(first && stepsOf(first, quiet)).not.toContain('queueFirst');
        expect(first && isIdle('moveUp', first, quiet)).toBe(true);
        expect(third && isIdle('moveDown', third, quiet)).toBe(true);
        expect(second && isIdle('moveDown', second, quiet)).toBe(false);
    });
});

describe('the command of a step', () => {
    test('names the revision the decision is taken on', () => {
        expect(orderFor('approve', row, quiet)).toEqual({ name: 'approve', body: { question: 'q', revision: 7 } });
    });

    test('putting on air names what it replaces', () => {
        expect(orderFor('air', row, { queue, onAir: aDeskQuestion('now', { status: 'onAir' }) })?.body).toEqual({
            question: 'q',
            revision: 7,
            replaces: 'now',
        });
        expect(orderFor('airAndShow', row, quiet)?.body).toEqual({ question: 'q', revision: 7, graphic: true });
    });

    test('a note of blanks is none', () => {
        expect(orderFor('hold', row, quiet, { note: '  ' })?.body).toEqual({ question: 'q', revision: 7 });
        expect(orderFor('hold', row, quiet, { note: ' call ' })?.body).toHaveProperty('note', 'call');
    });

    test('without what it needs to be told there is none', () => {
        expect(orderFor('dismiss', row, quiet)).toBeUndefined();
        expect(orderFor('merge', row, quiet)).toBeUndefined();
        expect(orderFor('moveTo', row, quiet)).toBeUndefined();
    });

    test.each([
        ['moveUp', 'c', 'b'],
        ['moveDown', 'a', 'c'],
        ['moveDown', 'b', undefined],
        ['queueFirst', 'c', 'a'],
    ] as const)('%s of %s goes before %s', (step, id, before) => {
        const moved = queue.find((other) => other.id === id) ?? row;
        expect(orderFor(step, moved, quiet)?.body).toEqual({
            question: id,
            ...(before === undefined ? {} : { before }),
        });
    });

    test('moving to where it is, or past an end it is at, is nothing', () => {
        expect(first && orderFor('moveUp', first, quiet)).toBeUndefined();
        expect(second && orderFor('moveTo', second, quiet, { place: 2 })).toBeUndefined();
        expect(third && orderFor('moveTo', third, quiet, { place: 99 })).toBeUndefined();
    });
});
