import { rowCounts } from '../../support/row-counts';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1' });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

const imported = async (csv: string) => json(await service.importCsv('stores', csv));
const put = async (id: string, body: unknown) => json(await service.put(`/stores/${id}`, JSON.stringify(body)));
const patch = async (id: string, body: unknown) => json(await service.patch(`/stores/${id}`, JSON.stringify(body)));

async function shown(id: string): Promise<unknown> {
  const { name, attributes } = await json(await service.get(`/stores/${id}`));
  return [name, attributes];
}

describe('a stores file', () => {
  it('sets what it has for the stores that it names, which then have a row in reports', async () => {
    const first = await imported(
      'store_id,Name,Region,brand\na, Zoë’s 店 ,West,Taco\nb,Bob,East,\na,Last wins,West,Taco\n',
    );
    expect(first).toMatchObject({ kind: 'stores', ...rowCounts({ read: 3, accepted: 2, unchanged: 1 }) });
    expect(await shown('a')).toEqual(['Last wins', { Region: 'West', brand: 'Taco' }]);
    expect(await shown('b')).toEqual(['Bob', { Region: 'East' }]);
    const { csv } = await service.report({ as_of: '2024-10-08T00:00:00Z' });
    expect(csv.split('\n').slice(1)).toEqual([expect.stringMatching(/^a,/), expect.stringMatching(/^b,/), '']);
  });

  it('leaves the rest as it is; an empty value removes; names keep their first spelling', async () => {
    const again = await imported('REGION,store_id,Owner Name\n north ,a,Ann\n,b,\nWest,c,\n');
    expect(again).toMatchObject(rowCounts({ read: 3, accepted: 3 }));
    expect(await shown('a')).toEqual(['Last wins', { 'Owner Name': 'Ann', Region: 'north', brand: 'Taco' }]);
    expect(await shown('b')).toEqual(['Bob', {}]);
    expect(await imported('store_id,region\nb,\nc,West\n')).toMatchObject(rowCounts({ read: 2, unchanged: 2 }));
    expect(await json(await service.get('/stores/attributes'))).toEqual({
      stores: 3,
      attributes: [
        { name: 'brand', stores: 1, distinct_values: 1, values: [{ value: 'Taco', stores: 1 }] },
        { name: 'Owner Name', stores: 1, distinct_values: 1, values: [{ value: 'Ann', stores: 1 }] },
        {
          ...{ name: 'Region', stores: 2, distinct_values: 2 },
          values: [
            { value: 'West', stores: 1 },
            { value: 'north', stores: 1 },
          ],
        },
      ],
    });
  });

  it('has wrong rows rejected', async () => {
    const most = '店'.repeat(200);
    const found = await imported(`store_id,note\nd,${most}\ne,${most}x\n,x\n-,x\nf\n`);
    expect(found).toMatchObject(rowCounts({ read: 5, accepted: 1, rejected: 4 }));
    const rejects = await (await service.get(`/imports/${String(found.import_id)}/rejects`)).text();
    expect(rejects.split('\n').map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      'line reason',
      '3 invalid_attribute',
      '4 missing_field',
      '5 invalid_store_id',
      '6 column_count',
      '',
    ]);
    expect(await shown('d')).toEqual([null, { note: most }]);
  });

  it('gives no store more than 30 attributes beside its name', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `x${index}`);
    const all = `store_id,name,${names.join(',')}\ng,G${',v'.repeat(30)}\n`;
    expect(await imported(all)).toMatchObject(rowCounts({ read: 1, accepted: 1 }));
    const more = await imported('store_id,y\ng,1\nh,1\n');
    expect(more).toMatchObject(rowCounts({ read: 2, accepted: 1, rejected: 1 }));
    const rejects = await (await service.get(`/imports/${String(more.import_id)}/rejects`)).text();
    expect(rejects).toBe('line,reason,text\n2,too_many_attributes,"g,1"\n');
    expect(await imported('store_id,x0,y\ng,,1\n')).toMatchObject(rowCounts({ read: 1, accepted: 1 }));
    expect((await patch('g', { attributes: { z: '1' } })).code).toBe('too_many_attributes');
  });

  it.each([
    ['store_id,1st', /An attribute cannot be called \\?"1st\\?"/],
    ['store_id,', /An attribute cannot be called/],
    ['store_id,région', /An attribute cannot be called/],
    ['store_id,Region,region', /the column region more than once/],
    ['name,region', /lacks the column store_id/],
    ['store_id,status,timestamp_utc', /It is the header of a store-status file/],
    [`store_id,${Array.from({ length: 31 }, (_, index) => `x${index}`).join(',')}`, /at most 30 attributes/],
  ])('is refused with the header %s', async (header, why) => {
    const answer = await service.importCsv('stores', `${header}\n`);
    expect(answer.status).toBe(422);
    const { code, detail } = await json(answer);
    expect([code, detail]).toEqual(['wrong_header', expect.stringMatching(why)]);
  });
});

it('has a store removed only once it has neither a name nor attributes, and not come back with them', async () => {
  await put('gone', { name: 'Gone', attributes: { region: 'Nowhere' } });
  expect(await json(await service.delete('/stores/gone'))).toMatchObject({ status: 409, code: 'store_has_data' });
  await patch('gone', { name: null });
  expect(await json(await service.delete('/stores/gone'))).toMatchObject({ status: 409, code: 'store_has_data' });
  await put('gone', {});
  expect((await service.delete('/stores/gone')).status).toBe(200);
  expect((await service.get('/stores/gone')).status).toBe(404);
});

describe('PUT and PATCH /stores/{store_id}', () => {
  it('replace all attributes, or set some; both create a store', async () => {
    expect(await put('p', { name: 'P', attributes: { Region: 'West', brand: null } })).toMatchObject(
      rowCounts({ read: 1, accepted: 1 }),
    );
    expect(await patch('p', { attributes: { Brand: ' Pho ' } })).toMatchObject(rowCounts({ read: 1, accepted: 1 }));
    expect(await patch('p', { attributes: { Brand: 'Pho' } })).toMatchObject(rowCounts({ read: 1, unchanged: 1 }));
    expect(await shown('p')).toEqual(['P', { Region: 'West', brand: 'Pho' }]);
    await put('p', { attributes: { brand: 'Pho' } });
    expect(await shown('p')).toEqual([null, { brand: 'Pho' }]);
    await patch('p', { name: 'Again', attributes: { brand: '' } });
    expect(await shown('p')).toEqual(['Again', {}]);
    await put('q', {});
    expect(await shown('q')).toEqual([null, {}]);
  });

  it.each([
    [{ name: 7 }, 'invalid_attribute'],
    [{ name: 'x'.repeat(201) }, 'invalid_attribute'],
    [{ attributes: { a: {} } }, 'invalid_attribute'],
    [{ attributes: { a: 'x\u0000' } }, 'invalid_attribute'],
    [{ attributes: { '': 'x' } }, 'invalid_attribute_name'],
    [{ attributes: { name: 'x' } }, 'invalid_attribute_name'],
    [{ attributes: { a: 'x', A: 'y' } }, 'invalid_attribute_name'],
    [{ attributes: { é: 'x' } }, 'invalid_attribute_name'],
    [{ attributes: [] }, 'invalid_attributes'],
    [{ attributes: Object.fromEntries([...Array(31).keys()].map((n) => [`x${n}`, 'v'])) }, 'invalid_attributes'],
    [{ region: 'West' }, 'unknown_field'],
    [[], 'invalid_body'],
  ])('refuse %j', async (body, code) => {
    for (const answer of [await put('r', body), await patch('r', body)]) expect(answer.code).toBe(code);
    expect((await service.get('/stores/r')).status).toBe(404);
  });
});
