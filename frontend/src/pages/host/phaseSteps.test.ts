import { describe, expect, test } from 'vitest';
import { phases, stepsFrom } from './phaseSteps';

describe.each(phases)('from %s', (phase) => {
    test('there is a way out', () => {
        expect(stepsFrom(phase)).not.toEqual([]);
    });

    test('every step can be taken back, at once or through the phase between', () => {
        for (const { to } of stepsFrom(phase)) {
            const back = stepsFrom(to).flatMap((step) => [step.to, ...stepsFrom(step.to).map((next) => next.to)]);
            expect(back).toContain(phase);
        }
    });

    test('at most one step is the primary one', () => {
        expect(stepsFrom(phase).filter((step) => step.look === 'primary').length).toBeLessThanOrEqual(1);
    });
});
