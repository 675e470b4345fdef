import { describe, expect, test } from 'vitest';
import { parsersFor } from './messages';
import { Malformed } from './parse';

const session = {
    code: 'ABC123',
    phase: 'live',
    titles: { en: 'Title', fr: 'Titre' },
    descriptions: {},
    timeZone: 'America/Toronto',
    intakePaused: false,
    votingPaused: false,
    slowMode: false,
    voting: true,
    names: false,
    hidden: false,
    rehearsal: false,
    premoderation: true,
};
const question = {
    id: 'q1',
    number: 417,
    text: 'Why?',
    language: 'en',
    status: 'published',
    pinned: false,
    origin: 'viewer',
    publishedAt: '2026-11-21T00:30:00.000Z',
};
const frame = { type: 'frame', seq: 5, prev: 4, at: '2026-11-21T00:30:00.000Z', upsert: [question], remove: ['q2'] };

describe('messages of the socket', () => {
    const { message } = parsersFor('room');

    test('a frame keeps what the protocol names and drops the rest', () => {
        const grown = { ...frame, upsert: [{ ...question, later: 1 }], added: true };
        expect(message(JSON.stringify(grown))).toEqual(frame);
    });

    test('a session that has not changed is absent, not undefined', () => {
        expect(message(JSON.stringify(frame))).not.toHaveProperty('session');
        expect(message(JSON.stringify({ ...frame, session }))).toHaveProperty('session', session);
    });

    test('a draft bears nothing but its existence', () => {
        const draft = { code: 'ABC123', phase: 'draft', rehearsal: false, timeZone: 'America/Toronto' };
        expect(message(JSON.stringify({ ...frame, session: draft }))).toHaveProperty('session', draft);
    });

    test('a type of a later version is ignored', () => {
        expect(message('{"type":"weather"}')).toBeUndefined();
        expect(message('{"type":"toString"}')).toBeUndefined();
    });

    test.each([
        ['no JSON', 'hello'],
        ['no object', '[]'],
        ['a missing field', JSON.stringify({ ...frame, seq: undefined })],
        ['a null where the protocol says absent', JSON.stringify({ ...frame, upsert: [{ ...question, name: null }] })],
        ['a status of another audience', JSON.stringify({ ...frame, upsert: [{ ...question, status: 'pending' }] })],
        ['a time that is none', JSON.stringify({ ...frame, at: 'yesterday' })],
    ])('%s is refused', (_what, text) => {
        expect(() => message(text)).toThrow();
    });

    test('a refusal says where it is wrong', () => {
        const wrong = JSON.stringify({ ...frame, upsert: [{ ...question, number: '417' }] });
        expect(() => message(wrong)).toThrow(new Malformed('upsert[0].number is not a finite number'));
    });

    test('a refusal of a command bears the present row', () => {
        const nack = { type: 'nack', id: 'c1', problem: { code: 'changed', status: 409 }, row: question };
        expect(message(JSON.stringify(nack))).toEqual(nack);
    });
});

describe('snapshots', () => {
    test('votes become a map', () => {
        const body = {
            type: 'snapshot',
            audience: 'room',
            epoch: 'e',
            seq: 4,
            at: frame.at,
            session,
            questions: [question],
            votes: { q1: 21 },
            more: { published: 3 },
        };
        const { votes, more } = parsersFor('room').snapshot(body, '');
        expect(votes).toEqual(new Map([['q1', 21]]));
        expect(more).toEqual({ published: 3 });
    });
});
