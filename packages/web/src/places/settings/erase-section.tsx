import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { inProject } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import { useProject } from '../../shell/use-project.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { SectionHead } from './section.tsx';

/** Erases the project for good. */
export function EraseSection({ project }: { readonly project: string }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  // The address may have its number.
  const slug = useProject()?.slug ?? project;
  const erase = useMutation({
    mutationFn: () => sendJson<{ readonly erasing: string }>('DELETE', inProject(project), { confirm: slug }),
    onSuccess: async () => {
      client.clear();
      await navigate({ to: '/' });
    },
  });
  return (
    <>
      <SectionHead title="Erase the project" note="for good, and at once" />
      <div className="settings-body form">
        <p>
          All profiles of <b>{slug}</b> with their originals, its keys, tokens, pipelines and captures are erased,
          pinned or not. Clients that send into it are refused. Nothing brings any of it back.
        </p>
        <p>
          <Button className="button-danger" onClick={() => setAsking(true)}>
            Erase {slug}
          </Button>
        </p>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={`Erase ${slug}?`}
          name={slug}
          action="Erase for good"
          isPending={erase.isPending}
          error={erase.error}
          onConfirm={() => erase.mutate()}
          onClose={() => setAsking(false)}
        >
          Nothing brings it back, not even a backup that Hearth keeps: there is none.
        </ConfirmDialog>
      )}
    </>
  );
}
