import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTooShort, lengthOf, tidy } from './wording';

test('a line break becomes a space and the blanks around go', () => {
    expect(tidy(' \u00a0What is\r\nthe\tage?\n')).toBe('What is the age?');
});

test('marks that would turn the page around go, those that writing needs stay', () => {
    expect(tidy('a\u202eb\u2066c\u0007\ufeff')).toBe('abc');
    expect(tidy('می\u200cخواهم')).toBe('می\u200cخواهم');
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
            expect(lengthOf(tidy(text))).toBe(lengthOf(text));
            expect(tidy(tidy(text))).toBe(tidy(text));
        }),
    );
});

test('blanks and joiners alone are no question, however many', () => {
    expect(isTooShort('\u200d\u200d\u200d\u200d', 3)).toBe(true);
    expect(isTooShort(' a b ', 3)).toBe(false);
    expect(isTooShort('ab', 3)).toBe(true);
});
