import { describe, expect, test } from 'vitest';
import { toldOf } from './told';

describe('what the asker of a dismissed question reads', () => {
    test('is that it is not published, and why', () => {
        expect(toldOf('off_topic', true, 'en')).toBe('Not published. This session is about recruitment only.');
        expect(toldOf('off_topic', false, 'fr')).toBe('Non publiée. Cette séance porte uniquement sur le recrutement.');
        expect(toldOf('other', true, 'en')).toBe('Not published.');
    });

    test('stays as it was for who broke the rules, where they are not told', () => {
        expect(toldOf('disrespectful', true, 'en')).toBe('Not published. It does not follow the rules of this page.');
        expect(toldOf('disrespectful', false, 'en')).toBe(
            'They are not told. They still read “Received. A moderator will read it.”',
        );
    });
});
