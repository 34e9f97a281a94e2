import { useState } from 'preact/hooks';
import type { ImportKind } from '../../api/upload';
import { bytes, whole } from '../../format';
import { Choice } from '../../ui/field';
import { Failure } from '../../ui/loaded';
import { Progress } from '../../ui/progress';
import { isDoubtful } from './outcome';
import { KINDS } from './kinds';
import { addFiles, changeUpload, removeUpload, send, type Upload, useUploads } from './upload-list';

const KIND_CHOICES = [['', 'Choose a kind'], ...KINDS] as const;

/** Where files are chosen and uploaded, with the state of each. */
export function Uploads({ onRejects }: { readonly onRejects: (importId: string) => void }) {
  const uploads = useUploads();
  const ready = uploads.filter(isReady);
  return (
    <section class="card" aria-label="Upload files">
      <DropArea onFiles={(files) => void addFiles(files)} />
      {uploads.length > 0 && (
        <ul class="uploads">
          {uploads.map((item) => (
            <li key={item.id}>
              <FileState
                upload={item}
                onRemove={() => {
                  removeUpload(item.id);
                }}
                onKind={(kind) => {
                  changeUpload(item.id, { kind });
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
            for (const item of ready) void send(item);
          }}
        >
          {ready.length === 1 ? 'Import 1 file' : `Import ${ready.length} files`}
        </button>
      )}
    </section>
  );
}

function isReady({ kind, sent, done }: Upload): boolean {
  return kind !== '' && sent === undefined && !done;
}

/** A file input that also takes dropped files. */
function DropArea({ onFiles }: { readonly onFiles: (files: FileList | undefined | null) => void }) {
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
      <span class="quiet">Plain or compressed with gzip. The header line tells the kind.</span>
      <input
        type="file"
        multiple
        accept=".csv,.gz,text/csv"
        onChange={({ currentTarget }) => {
          onFiles(currentTarget.files);
          // Lets the same file be chosen again once it is corrected.
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

function FileState({ upload: { file, kind, doubt, sent, error, done }, onKind, onRemove, onRejects }: FileStateProps) {
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
          {sent < 1 ? `${Math.floor(sent * 100)} % sent` : 'Sent, now importing'}
        </Progress>
      )}
      {kind === '' && <p class="note">{doubt}</p>}
      {error && <Failure error={error} />}
      {done && (
        <p role="status" class={isDoubtful(done) ? 'failure' : 'done'}>
          {isDoubtful(done) ? '▲' : '✓'} {whole(done.rows_read)} {done.rows_read === 1 ? 'row' : 'rows'}:{' '}
          {whole(done.rows_accepted)} accepted, {whole(done.rows_unchanged)} unchanged, {whole(done.rows_rejected)}{' '}
          rejected.{' '}
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
