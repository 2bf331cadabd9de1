import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import { IsInt, IsString, MaxLength, ValidateNested, validateSync } from 'class-validator';
import { fieldProblems } from './field-problems.js';

class Item {
  @IsInt()
  readonly itemCount: number;
}

class Order {
  @IsString()
  @MaxLength(3)
  readonly deviceId: string;

  @ValidateNested({ each: true })
  @Type(() => Item)
  readonly items: Item[];
}

function problems(order: object) {
  const errors = validateSync(plainToInstance(Order, order), { whitelist: true, forbidNonWhitelisted: true });
  return fieldProblems(errors);
}

describe(fieldProblems.name, () => {
  it('finds none in what is valid', () => {
    expect(problems({ deviceId: 'a', items: [{ itemCount: 1 }] })).toEqual([]);
  });

  it('names a field as on the wire, once, in path and sentence', () => {
    expect(problems({ items: [{ itemCount: 1 }, { itemCount: 'x' }] })).toEqual([
      { field: 'device_id', message: expect.stringMatching(/^device_id must be/) },
      { field: 'items.1.item_count', message: 'item_count must be an integer number' },
    ]);
  });

  it('leaves the name of an unknown field as it came', () => {
    expect(problems({ deviceId: 'a', items: [], isAdmin: 1 })).toEqual([
      { field: 'isAdmin', message: 'is not a known field' },
    ]);
  });

  it('stays short whatever is sent', () => {
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`${index}${'x'.repeat(500)}`, 1]),
    );

    const found = problems({ deviceId: 'a', items: [], ...many });

    expect(found).toHaveLength(20);
    expect(Math.max(...found.map(({ field }) => field.length))).toBe(100);
  });
});
