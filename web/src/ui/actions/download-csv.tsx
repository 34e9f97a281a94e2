import { useMutation } from '@tanstack/preact-query';
import { type CsvColumn, csvOf } from '../../csv';
import { Failure } from '../loaded';

interface Props<Row> {
  /** The name of the file. */
  readonly name: string;
  /** They may depend on the rows. */
  readonly columns: readonly CsvColumn<Row>[] | ((rows: readonly Row[]) => readonly CsvColumn<Row>[]);
  /** All rows of the list, with its filters and in its order. */
  readonly rows: () => Promise<readonly Row[]>;
}

/** Downloads a whole list, with its filters, as CSV. */
export function DownloadCsv<Row>({ name, columns, rows }: Props<Row>) {
  const download = useMutation({
    mutationFn: async () => {
      const all = await rows();
      save(name, csvOf(typeof columns === 'function' ? columns(all) : columns, all));
    },
  });
  return (
    <>
      <button
        type="button"
        class="secondary outline csv"
        disabled={download.isPending}
        title={name}
        onClick={() => {
          download.mutate();
        }}
      >
        {download.isPending ? 'Preparing CSV …' : 'Download CSV'}
      </button>
      {download.error && <Failure error={download.error} />}
    </>
  );
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
