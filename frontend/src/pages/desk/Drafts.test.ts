import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../testing/memoryStore';
import { Drafts } from './Drafts.svelte';

const own = { en: 'The doors open at', fr: '' };
const ready = { en: 'The sound is back.', fr: 'Le son est rétabli.' };
const last = { en: 'Last call.', fr: 'Dernier appel.' };

describe('what is being written at the desk', () => {
    test('is there again after a reload, in the other language too, and only at its own desk', () => {
        const store = memoryStore();
        const drafts = new Drafts(store, 'ABC123', 'en');
        drafts.question.text = 'Where is the';
        drafts.question.origin = 'organizer';
        Object.assign(drafts.message, own);
        drafts.writeNote('q', 'ask the major');
        drafts.keep();

        const again = new Drafts(store, 'ABC123', 'fr');
        expect(again.question).toEqual({ text: 'Where is the', language: 'en', origin: 'organizer' });
        expect(again.message).toEqual(own);
        expect(again.note('q')).toBe('ask the major');
        expect(new Drafts(store, 'XYZ789', 'fr').question).toEqual({ text: '', language: 'fr', origin: 'ahead' });
    });

    test('leaves nothing on the device once it is sent', () => {
        const store = memoryStore();
        const drafts = new Drafts(store, 'ABC123', 'en');
        drafts.message.en = 'Welcome';
        drafts.writeNote('q', 'ask the major');
        drafts.keep();
        drafts.messageSent();
        drafts.writeNote('q', '');
        drafts.keep();
        expect(store.kept()).toEqual({});
    });
});

describe('a ready-made message', () => {
    test('gives back what was typed before it, also after a second one and a reload', () => {
        const store = memoryStore();
        const drafts = new Drafts(store, 'ABC123', 'en');
        Object.assign(drafts.message, own);
        drafts.useReady(ready);
        drafts.useReady(last);
        drafts.keep();
        expect(drafts.message).toEqual(last);

        const again = new Drafts(store, 'ABC123', 'en');
        again.putBack();
        expect(again.message).toEqual(own);
        expect(again.replaced).toBeUndefined();
    });

    test("that was changed is somebody's own words", () => {
        const drafts = new Drafts(memoryStore(), 'ABC123', 'en');
        drafts.useReady(ready);
        drafts.message.en = 'The sound is back, thank you.';
        drafts.useReady(last);
        drafts.putBack();
        expect(drafts.message).toEqual({ en: 'The sound is back, thank you.', fr: 'Le son est rétabli.' });
    });

    test('in the place of nothing has nothing to give back', () => {
        const drafts = new Drafts(memoryStore(), 'ABC123', 'en');
        drafts.useReady(ready);
        expect(drafts.replaced).toBeUndefined();
    });
});
