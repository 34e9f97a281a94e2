import { useEffect, useRef, useState } from 'preact/hooks';
import { queries, type Schemas } from '../../api/client';
import { type ImportKind, upload } from '../../api/upload';
import { bytes, whole } from '../../format';
import { Choice } from '../../ui/field';
import { Failure } from '../../ui/loaded';
import { Progress } from '../../ui/progress';
import { guessKind, KINDS } from './kinds';

const KIND_CHOICES = [['', 'Choose its kind'], ...KINDS] as const;

interface Upload {
  readonly id: number;
  readonly file: File;
  readonly kind: ImportKind | '';
  /** From 0 to 1 while it is being sent. */
  readonly sent?: number;
  readonly error?: Error;
  readonly done?: Schemas['ImportDto'];
}

export function Uploads({ onRejects }: { readonly onRejects: (importId: string) => void }) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const lastId = useRef(0);
  const change = (id: number, changed: Partial<Upload>) => {
    setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...changed } : one)));
  };
  const add = async (files: FileList | undefined | null) => {
    const added = await Promise.all(
      [...(files ?? [])].map(async (file) => {
        const kind = await guessKind(file).catch(() => undefined);
        return { id: ++lastId.current, file, kind: kind ?? '' } as const;
      }),
    );
    setUploads((all) => [...all, ...added]);
  };
  const send = async ({ id, kind, file }: Upload) => {
    if (kind === '') return;
    change(id, { sent: 0, error: undefined });
    try {
      const done = await upload(kind, file, (sent) => {
        change(id, { sent });
      });
      change(id, { done, sent: undefined });
    } catch (error) {
      change(id, { error: error instanceof Error ? error : new Error(String(error)), sent: undefined });
    }
    await queries.invalidateQueries();
  };
  const ready = uploads.filter(isReady);
  useWarning(uploads.some(({ sent }) => sent !== undefined));
  return (
    <section class="card" aria-label="Upload files">
      <Drop onFiles={(files) => void add(files)} />
      {uploads.length > 0 && (
        <ul class="uploads">
          {uploads.map((one) => (
            <li key={one.id}>
              <FileState
                upload={one}
                onRemove={() => {
                  setUploads((all) => all.filter(({ id }) => id !== one.id));
                }}
                onKind={(kind) => {
                  change(one.id, { kind });
                }}
                onRejects={onRejects}
              />
            </li>
          ))}
        </ul>
      )}
      {uploads.some(({ done }) => !done) && (
        <button
          type="button"
          disabled={ready.length === 0}
          onClick={() => {
            for (const one of ready) void send(one);
          }}
        >
          {ready.length === 1 ? 'Import 1 file' : `Import ${ready.length} files`}
        </button>
      )}
    </section>
  );
}

/** Asks before one leaves the page with what is still being sent. */
function useWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const warn = (event: Event) => {
      event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
    };
  }, [isNeeded]);
}

function isReady({ kind, sent, done }: Upload): boolean {
  return kind !== '' && sent === undefined && !done;
}

/** A file input that files can also be dropped on. */
function Drop({ onFiles }: { readonly onFiles: (files: FileList | undefined | null) => void }) {
  const [isOver, setOver] = useState(false);
  return (
    <label
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles(event.dataTransfer?.files);
      }}
    >
      <strong>Drop CSV files here or choose them</strong>
      <span class="quiet">Plain or as .csv.gz. What they hold is guessed from their header line.</span>
      <input
        type="file"
        multiple
        accept=".csv,.gz,text/csv"
        onChange={({ currentTarget }) => {
          onFiles(currentTarget.files);
          // So that the same file can be chosen again once it was put right; the list was read already.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

interface FileStateProps {
  readonly upload: Upload;
  readonly onKind: (kind: ImportKind | '') => void;
  readonly onRemove: () => void;
  readonly onRejects: (importId: string) => void;
}

function FileState({ upload: { file, kind, sent, error, done }, onKind, onRemove, onRejects }: FileStateProps) {
  return (
    <>
      <div class="row">
        <strong class="name">{file.name}</strong>
        <span class="quiet">{bytes(file.size)}</span>
        {done || sent !== undefined ? (
          <span>{kind}</span>
        ) : (
          <Choice label={`Kind of ${file.name}`} value={kind} options={KIND_CHOICES} onChoose={onKind} />
        )}
        {!done && sent === undefined && (
          <button type="button" class="secondary outline" aria-label={`Remove ${file.name}`} onClick={onRemove}>
            Remove
          </button>
        )}
      </div>
      {sent !== undefined && (
        <Progress label={`Upload of ${file.name}`} value={sent}>
          {sent < 1 ? `${Math.floor(sent * 100)} % sent` : 'Sent; being written'}
        </Progress>
      )}
      {error && <Failure error={error} />}
      {done && (
        <p role="status" class="done">
          ✓ {whole(done.rows_read)} {done.rows_read === 1 ? 'row' : 'rows'}: {whole(done.rows_accepted)} accepted,{' '}
          {whole(done.rows_unchanged)} unchanged, {whole(done.rows_rejected)} rejected.{' '}
          {done.rows_rejected > 0 && (
            <button
              type="button"
              class="link"
              onClick={() => {
                onRejects(done.import_id);
              }}
            >
              See why
            </button>
          )}
          {done.note}
        </p>
      )}
    </>
  );
}
