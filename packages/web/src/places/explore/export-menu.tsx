import { DropdownMenu } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { type Problem, problemOf } from '../../api/problem-error.ts';
import { fetchFile } from '../../api/request.ts';
import type { Selector } from '../../api/wire.ts';
import { pngOf, shownCanvas } from '../../ui/flame/shown-picture.ts';
import { Icon } from '../../ui/icon.tsx';

const formats = [
  ['pprof', 'pprof', 'pb.gz'],
  ['speedscope', 'speedscope', 'speedscope.json'],
  ['firefox', 'Firefox Profiler', 'json'],
  ['collapsed', 'Collapsed stacks', 'txt'],
  ['svg', 'Picture, SVG', 'svg'],
  ['dot', 'Graph, dot', 'dot'],
] as const;

/** Takes what is looked at along as a file: exactly what the address says, made by the server. */
export function ExportMenu({
  project,
  selector,
}: {
  readonly project: string;
  readonly selector: Selector;
}): ReactNode {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const save = async (make: () => Promise<Blob>, extension: string): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      offer(await make(), `${[selector.app, selector.type].flat().filter(Boolean).join('-')}.${extension}`);
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  const fileOf = async (format: string): Promise<Blob> =>
    fetchFile(`/projects/${encodeURIComponent(project)}/export`, { selector, format });
  return (
    <DropdownMenu.Root modal={false} onOpenChange={(isOpen) => isOpen && setCanvas(shownCanvas())}>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="button" disabled={isBusy} title={problem?.detail}>
          <Icon name={problem === undefined ? 'download' : 'alert'} small />
          {isBusy ? 'Exporting' : 'Export'}
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="popover" align="end" sideOffset={8} collisionPadding={8}>
          {formats.map(([format, text, extension]) => (
            <DropdownMenu.Item
              key={format}
              className="option"
              onSelect={() => void save(() => fileOf(format), extension)}
            >
              {text}
              <span className="option-note">.{extension}</span>
            </DropdownMenu.Item>
          ))}
          {canvas !== null && (
            <DropdownMenu.Item className="option" onSelect={() => void save(() => pngOf(canvas), 'png')}>
              What is on the screen, PNG
              <span className="option-note">.png</span>
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function offer(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name.replace(/[^\w.-]+/g, '_');
  link.click();
  URL.revokeObjectURL(link.href);
}
