import { expect, test } from 'vitest';
import type { Fate, Mine } from '../../protocol/messages';
import { noon } from '../../testing/rows';
import { news } from './fates';

function mine(fates: Readonly<Record<string, Fate>>): Mine {
    const rest = { number: 1, text: 'Why?', language: 'en', askedAt: noon, revision: 1 } as const;
    const questions = Object.entries(fates).map(([id, fate]) => ({ id, fate, ...rest }));
    return { type: 'mine', epoch: 'one', seq: 1, questions, votes: [] };
}

test('only what has changed is news', () => {
    const before = mine({ a: 'received', b: 'published' });
    expect(news(before, mine({ a: 'published', b: 'published' }))).toEqual(['published']);
});

test('the asker of a merged question hears that the one it went into is answered', () => {
    const merged = mine({ a: 'merged' });
    const led = (fate: 'published' | 'onAir' | 'answered'): Mine => ({
        ...merged,
        questions: merged.questions.map((question) => ({ ...question, leading: { number: 947, fate } })),
    });
    expect(news(merged, led('published'))).toEqual([]);
    expect(news(led('published'), led('onAir'))).toEqual(['onAir']);
    expect(news(led('onAir'), led('answered'))).toEqual(['answered']);
});

test('the first message after opening the page is no news, nor is a question just asked', () => {
    expect(news(undefined, mine({ a: 'published' }))).toEqual([]);
    expect(news(mine({}), mine({ a: 'received' }))).toEqual([]);
});
