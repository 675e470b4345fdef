import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../state/InFlight';
import type { Lineup } from './lineup';
import { StageSteps } from './StageSteps.svelte';

const at = '2026-11-21T00:30:00.000Z';
const now: Lineup['now'] = { id: 'a', number: 417, text: 'Now?', language: 'en', status: 'onAir', revision: 3 };
const next: Lineup['next'] = { id: 'b', number: 205, text: 'Next?', language: 'fr', status: 'queued', revision: 7 };
const both: Lineup = { now, next, later: [] };
const nothingOnAir: Lineup = { now: undefined, next, later: [] };
const afterTaking: Lineup = { now: next, next: undefined, later: [] };

/** A stage whose commands are kept and answered by the test. */
class Desk {
    readonly sent: { name: string; body: unknown; answer: (outcome: Outcome<'stage'>) => void }[] = [];
    clock = 0;
    readonly steps = new StageSteps(
        {
            command: (name, body) => new Promise((answer) => this.sent.push({ name, body, answer })),
        },
        () => this.clock,
    );

    async acknowledge(seq: number): Promise<void> {
        this.sent.at(-1)?.answer({ kind: 'done', ack: { type: 'ack', id: 'x', seq, at } });
        await new Promise((resolve) => setImmediate(resolve));
    }

    get commands(): unknown[] {
        return this.sent.map(({ name, body }) => ({ name, body }));
    }
}

describe('the steps of the stage', () => {
    test('the next question names the one it replaces', async () => {
        const desk = new Desk();
        void desk.steps.take(both);
        await desk.acknowledge(9);
        expect(desk.commands).toEqual([{ name: 'air', body: { question: 'b', revision: 7, replaces: 'a' } }]);
        expect(desk.steps.note).toEqual({ kind: 'done', step: 'take', number: 205 });
    });

    test('a question taken while nothing is on air replaces nothing', () => {
        const desk = new Desk();
        void desk.steps.take(nothingOnAir);
        expect(desk.commands).toEqual([{ name: 'air', body: { question: 'b', revision: 7 } }]);
    });

    test('a blank reason is no reason', () => {
        const desk = new Desk();
        void desk.steps.handBack(both, '  ');
        expect(desk.commands).toEqual([{ name: 'handBack', body: { question: 'a', revision: 3 } }]);
    });

    test('while one step is on its way there is no other', async () => {
        const desk = new Desk();
        void desk.steps.answered(both);
        void desk.steps.later(both);
        expect(desk.commands).toHaveLength(1);
        expect(desk.steps.busy).toBe(true);
        await desk.acknowledge(9);
        expect(desk.steps.busy).toBe(false);
    });

    test('a step is undone by its position, for as long as its question is on air', async () => {
        const desk = new Desk();
        void desk.steps.take(both);
        await desk.acknowledge(9);
        expect(desk.steps.canUndo(both)).toBe(false);
        expect(desk.steps.canUndo(afterTaking)).toBe(true);
        void desk.steps.undo(afterTaking);
        await desk.acknowledge(10);
        expect(desk.commands.at(-1)).toEqual({ name: 'undo', body: { seq: 9 } });
        expect(desk.steps.note).toEqual({ kind: 'undone' });
        expect(desk.steps.canUndo(afterTaking)).toBe(false);
    });

    test('what was done is no longer said when somebody else has put something on air', async () => {
        const desk = new Desk();
        void desk.steps.take(both);
        await desk.acknowledge(9);
        expect(desk.steps.noteFor(afterTaking)).toEqual({ kind: 'done', step: 'take', number: 205 });
        expect(desk.steps.noteFor(both)).toBeUndefined();
    });

    test('a note that was read is forgotten, a newer one is not', async () => {
        const desk = new Desk();
        void desk.steps.take(both);
        await desk.acknowledge(9);
        const first = desk.steps.note;
        void desk.steps.undo(afterTaking);
        await desk.acknowledge(10);
        expect(first).toBeDefined();
        desk.steps.forget(first ?? { kind: 'unanswered' });
        expect(desk.steps.note).toEqual({ kind: 'undone' });
        desk.steps.forget(desk.steps.note ?? { kind: 'unanswered' });
        expect(desk.steps.note).toBeUndefined();
    });

    test('a refusal is told and leaves nothing to undo', async () => {
        const desk = new Desk();
        void desk.steps.take(both);
        desk.sent.at(-1)?.answer({
            kind: 'refused',
            code: 'on-air-taken',
            retryAfterMs: undefined,
            nack: { type: 'nack', id: 'x', problem: { code: 'on-air-taken' } },
        });
        await new Promise((resolve) => setImmediate(resolve));
        expect(desk.steps.note).toEqual({ kind: 'refused', code: 'on-air-taken' });
        expect(desk.steps.canUndo(afterTaking)).toBe(false);
    });

    test('a silent server is not called a refusal', async () => {
        const desk = new Desk();
        void desk.steps.take(both);
        desk.sent.at(-1)?.answer({ kind: 'unknown' });
        await new Promise((resolve) => setImmediate(resolve));
        expect(desk.steps.note).toEqual({ kind: 'unanswered' });
    });

    test('a clicker that bounces skips no question', async () => {
        const desk = new Desk();
        void desk.steps.click('forward', both);
        await desk.acknowledge(9);
        desk.clock = 300;
        void desk.steps.click('forward', { now: next, next: now, later: [] });
        expect(desk.commands).toHaveLength(1);
        desk.clock = 2_000;
        void desk.steps.click('forward', { now: next, next: now, later: [] });
        expect(desk.commands).toHaveLength(2);
    });

    test('a clicker takes a slip back at once', async () => {
        const desk = new Desk();
        void desk.steps.click('forward', both);
        await desk.acknowledge(9);
        desk.clock = 300;
        void desk.steps.click('back', afterTaking);
        expect(desk.commands.at(-1)).toEqual({ name: 'undo', body: { seq: 9 } });
    });
});
