import { describe, expect, test } from 'vitest';
import { aDeskQuestion } from '../../testing/rows';
import { candidates } from './likeness';

const row = aDeskQuestion('row', { text: 'How long does the hiring process take?' });
const alike = aDeskQuestion('alike', { number: 212, text: 'How long is the whole hiring process?', status: 'queued' });
const wanted = aDeskQuestion('wanted', { number: 305, text: 'Do I need a degree?', status: 'published' });
const french = aDeskQuestion('french', { number: 321, text: 'Épreuve d’aptitude physique?', status: 'published' });
const all = [wanted, french, alike, row];
const votes = new Map([['wanted', 40]]);
const found = (search: string) => candidates(row, all, search, votes).map(({ id }) => id);

describe('candidates for merging', () => {
    test('the most alike comes first, then the most wanted, never the question itself', () => {
        expect(found('')).toEqual(['alike', 'wanted', 'french']);
    });

    test('are found by the beginning of the number', () => {
        expect(found('3')).toEqual(['wanted', 'french']);
        expect(found('305')).toEqual(['wanted']);
    });

    test('are found by words without regard to case and accents', () => {
        expect(found('EPREUVE physique')).toEqual(['french']);
        expect(found('nothing like it')).toEqual([]);
    });

    test('leave out what is merged, dismissed or withdrawn', () => {
        const gone = (['merged', 'dismissed', 'withdrawn'] as const).map((status) => aDeskQuestion(status, { status }));
        expect(candidates(row, gone, '', votes)).toEqual([]);
    });
});
