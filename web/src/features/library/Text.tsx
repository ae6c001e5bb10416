import { createElement, Fragment, type ReactNode } from "react";
import type { TextBlock, TextSpan } from "../../host/types";

/** Text as the catalogue's people wrote it: a tree of blocks and spans, never markup, and no link to follow. */
export function Text({ blocks }: { blocks: TextBlock[] }) {
  return (
    <>
      {blocks.map((block, at) => (
        <Fragment key={at}>{draw(block)}</Fragment>
      ))}
    </>
  );
}

function draw(block: TextBlock): ReactNode {
  switch (block.kind) {
    case "heading":
      return createElement(block.level <= 2 ? "h4" : "h5", null, <Spans spans={block.spans} />);
    case "paragraph":
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      );
    case "list": {
      const items = block.items.map((item, at) => (
        <li key={at}>
          <Text blocks={item} />
        </li>
      ));
      return block.first === null ? <ul>{items}</ul> : <ol start={block.first}>{items}</ol>;
    }
    case "quote":
      return (
        <blockquote>
          <Text blocks={block.blocks} />
        </blockquote>
      );
    case "table":
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell, at) => (
                <th key={at}>
                  <Spans spans={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, at) => (
              <tr key={at}>
                {row.map((cell, place) => (
                  <td key={place}>
                    <Spans spans={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case "code":
      return <pre>{block.text}</pre>;
    case "rule":
      return <hr />;
  }
}

function Spans({ spans }: { spans: TextSpan[] }) {
  return (
    <>
      {spans.map((span, at) => {
        let shown: ReactNode = span.text;
        if (span.code) shown = <code>{shown}</code>;
        if (span.emphasis) shown = <em>{shown}</em>;
        if (span.strong) shown = <strong>{shown}</strong>;
        return (
          <Fragment key={at}>
            {shown}
            {span.address === null ? null : <span className="address"> ({span.address})</span>}
          </Fragment>
        );
      })}
    </>
  );
}
