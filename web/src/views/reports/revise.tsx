import { useMutation } from '@tanstack/preact-query';
import { api, dataOf, queries, type Schemas } from '../../api/client';
import { instant } from '../../format';
import { goTo, href } from '../../route';
import { Failure } from '../../ui/loaded';

const REVISE = ['revise'];

/** Says that a report is superseded, and computes it anew when asked to. */
export function Superseded({ report }: { readonly report: Schemas['SingleReportDto'] }) {
  const revise = useMutation({
    mutationKey: REVISE,
    mutationFn: () =>
      dataOf(api.POST('/reports/{report_id}/revise', { params: { path: { report_id: report.report_id } } })),
    onSuccess: ({ report_id }) => {
      void queries.invalidateQueries();
      goTo(href(['reports', report_id]));
    },
  });
  return (
    <section class="note" aria-label="Superseded">
      <p>
        Data or schedules that this report counts have changed since. It stays as it is, and so does its CSV. Revising
        it makes another report of the same stores, windows and terms, as of {instant(report.as_of)}, from what is known
        now; it then shows which stores differ.
      </p>
      <button
        type="button"
        class="outline"
        disabled={revise.isPending}
        onClick={() => {
          // A second click can come before the button is disabled.
          if (queries.isMutating({ mutationKey: REVISE }) === 0) revise.mutate();
        }}
      >
        Revise this report
      </button>
      {revise.error && <Failure error={revise.error} />}
    </section>
  );
}
