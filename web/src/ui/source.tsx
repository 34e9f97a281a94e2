import { useContext } from 'preact/hooks';
import { ago, instant, whole } from '../format';
import { CurrentRoute, href, usePinned } from '../route';

/** If the address pins a report: which one, and the way back to the default report. */
export function PinnedReport() {
  const { path, query } = useContext(CurrentRoute);
  const reportId = usePinned();
  if (reportId === undefined) return null;
  return (
    <p class="note">
      This address is pinned to{' '}
      <a href={href(['reports', reportId])}>
        report <span class="id">{reportId}</span>
      </a>
      . <a href={href(path, { ...Object.fromEntries(query), report_id: '' })}>Show the default report</a>
    </p>
  );
}

interface Props {
  readonly reportId: string;
  readonly asOf: string;
  /** How many stores are in the report. */
  readonly stores?: number;
}

/** Where figures come from, and as of when they are. */
export function Source({ reportId, asOf, stores }: Props) {
  return (
    <>
      Uptime and downtime are as of {instant(asOf)}
      <span class="on-screen"> ({ago(asOf)})</span>, from <ReportLink id={reportId} />
      {stores !== undefined && ` of ${whole(stores)} ${stores === 1 ? 'store' : 'stores'}`}.
    </>
  );
}

export function ReportLink({ id }: { readonly id: string }) {
  return (
    <a href={href(['reports', id])} title={id}>
      report <span class="id">{id.slice(0, 8)}</span>
    </a>
  );
}
