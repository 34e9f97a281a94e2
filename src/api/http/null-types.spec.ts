import type { OpenAPIObject } from '@nestjs/swagger';
import { useNullTypes } from './null-types';

/** What becomes of the schema of an object with one property, as Nest writes it. */
function withProperty(schema: object): unknown {
  const document: OpenAPIObject = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {} };
  document.components = { schemas: { StoreDto: { properties: { one: schema } } } };
  useNullTypes(document);
  return document.components.schemas?.StoreDto;
}

describe('null', () => {
  it('is one of the types of a property that may be null', () => {
    expect(withProperty({ type: 'string', format: 'uuid', nullable: true, description: 'An id.' })).toEqual({
      properties: { one: { type: ['string', 'null'], format: 'uuid', description: 'An id.' } },
    });
  });

  it('is the alternative to an enum, and to a reference', () => {
    expect(withProperty({ type: 'string', enum: ['active', 'inactive'], nullable: true, example: 'active' })).toEqual({
      properties: {
        one: { anyOf: [{ type: 'string', enum: ['active', 'inactive'] }, { type: 'null' }], example: 'active' },
      },
    });
    const $ref = '#/components/schemas/FiguresDto';
    expect(withProperty({ type: 'object', nullable: true, allOf: [{ $ref }], description: 'Figures.' })).toEqual({
      properties: { one: { anyOf: [{ $ref }, { type: 'null' }], description: 'Figures.' } },
    });
  });

  it('is no type of other properties', () => {
    const $ref = '#/components/schemas/ReportRowDto';
    for (const other of [{ type: 'string' }, { type: 'array', items: { $ref } }, { allOf: [{ $ref }] }]) {
      expect(withProperty(other)).toEqual({ properties: { one: other } });
    }
  });
});
