import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthOf, tidy } from './wording';

test('line breaks become one space and the blanks around go', () => {
    expect(tidy('  What is\r\n\n  the age?\n')).toBe('What is the age?');
});

test('letters with combining accents are composed before they are counted', () => {
    expect(lengthOf('e\u0301te\u0301')).toBe(3);
});

test('an emoji outside the basic plane counts once', () => {
    expect(lengthOf('🚔🚔')).toBe(2);
});

test('tidying twice changes nothing', () => {
    fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => {
            expect(tidy(tidy(text))).toBe(tidy(text));
        }),
    );
});
