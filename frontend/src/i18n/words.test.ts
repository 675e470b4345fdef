import { describe, expect, test } from 'vitest';
import { common } from './words/common';
import { desk, readyNotices } from './words/desk';
import { entrance } from './words/entrance';
import { host } from './words/host';
import { countedRefusals, refusalOfQuestion, refusals } from './words/refusals';
import { room } from './words/room';
import { signIn } from './words/signIn';
import { staff } from './words/staff';
import { stage } from './words/stage';

/** Every sentence of a surface, functions called with numbers (which do for texts too). */
function sentences(words: object): string[] {
    return Object.values(words).flatMap((value: unknown) => {
        if (typeof value === 'string') {
            return [value];
        }
        if (typeof value === 'function') {
            return [0, 1, 2, 1200].map((n) => String(Reflect.apply(value, undefined, [n, n, n])));
        }
        return typeof value === 'object' && value !== null ? sentences(value) : [];
    });
}

const surfaces = { common, countedRefusals, desk, entrance, host, refusals, room, signIn, staff, stage };
const french = [...Object.values(surfaces).flatMap(({ fr }) => sentences(fr)), ...readyNotices.map(({ fr }) => fr)];
const english = [...Object.values(surfaces).flatMap(({ en }) => sentences(en)), ...readyNotices.map(({ en }) => en)];

describe('French', () => {
    test.each(french.filter((text) => /[:«»]/u.test(text)))(
        '%s has no-break spaces where Canadians put them',
        (text) => {
            expect(text).not.toMatch(/(?<!\u00a0):(?!\/\/)/u);
            expect(text).not.toMatch(/«(?!\u00a0)|(?<!\u00a0)»/u);
        },
    );

    test.each(french.filter((text) => /[?!;]/u.test(text)))('%s has no space before ? ! ;', (text) => {
        expect(text).not.toMatch(/\s[?!;]/u);
    });

    test('avoids the words that mean something else to some', () => {
        expect(french.filter((text) => /reten(?:ir|u)|question répondue|\bsession\b|email/iu.test(text))).toEqual([]);
    });

    test('counts 0 and 1 in the singular', () => {
        expect(room.fr.showNew(1)).toBe('Afficher 1 nouvelle question');
        expect(common.fr.votes(0)).toBe('0 personne veut une réponse');
        expect(common.fr.votes(21)).toBe('21 personnes veulent une réponse');
    });
});

describe('English', () => {
    test('ends a sentence with one full stop, also after "p.m."', () => {
        expect(room.en.state.openBefore('7:00 p.m.')).toBe('Ask now. The session starts at 7:00 p.m.');
        expect(room.en.state.openBefore('7:00 p.m. (PST)')).toBe('Ask now. The session starts at 7:00 p.m. (PST).');
    });

    test('counts 1 in the singular, 0 in the plural', () => {
        expect(common.en.votes(1)).toBe('1 person wants this answered');
        expect(common.en.votes(0)).toBe('0 people want this answered');
    });
});

test('no sentence is missing a value', () => {
    expect([...english, ...french].filter((text) => /undefined|NaN|#/u.test(text))).toEqual([]);
});

test('a refusal of a question names the figure of the server, and none where the server has not told it', () => {
    const limits = { questionMin: 5, questionMax: 280, adviceFrom: 100, waitingMax: 2 };
    const told = (language: 'en' | 'fr') =>
        (['too-short', 'too-long', 'too-many-waiting'] as const).map((code) =>
            refusalOfQuestion(code, language, limits),
        );
    expect(told('en')).toEqual([
        'Enter at least 5 characters.',
        'This is longer than 280 characters. Please shorten it.',
        'You have 2 questions waiting. Please let the team read them first.',
    ]);
    expect(told('fr')).toEqual([
        'Inscrivez au moins 5 caractères.',
        'Le texte dépasse 280 caractères. Raccourcissez-le, s’il vous plaît.',
        'Vous avez 2 questions en attente. Laissez l’équipe les lire d’abord.',
    ]);
    expect(refusalOfQuestion('busy', 'en', limits)).toBe(refusals.en.busy);
    const untold = [...sentences(refusals), refusalOfQuestion('too-long', 'en', undefined)];
    expect(untold.filter((text) => /\d|\bthree\b|\btrois\b/iu.test(text))).toEqual([]);
});
