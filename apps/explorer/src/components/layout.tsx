import { Link, Outlet } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useChainHead } from "../data/use-queries.ts";
import { formatCount } from "../format.ts";
import { paths } from "../paths.ts";
import { BlockLink } from "./link.tsx";

/** Header, page and footer. */
export function Layout(): ReactElement {
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="site">
        <Link to={paths.home()} className="brand">
          <img src="/icon.svg" alt="" width="24" height="24" /> OpenLedger
        </Link>
        <nav aria-label="Pages">
          <Link to={paths.hosts()}>Hosts</Link>
          <Link to={paths.money()}>Money</Link>
          <Link to={paths.clock()}>Clock</Link>
        </nav>
        <ChainHead />
      </header>
      <main id="main">
        <Outlet />
      </main>
      <footer className="site">
        <p>Whose data an answer came from, who was paid, and a check that runs in your browser. Nothing here leaves this machine.</p>
      </footer>
    </>
  );
}

function ChainHead(): ReactElement {
  const head = useChainHead();
  if (head.data === undefined) {
    return <p className="head">{head.isError ? <span className="chip bad">no index</span> : "connecting …"}</p>;
  }
  const { chainId, height } = head.data;
  return (
    <p className="head">
      <span className="wide">{chainId} · </span>
      <span title={`${formatCount(height)} blocks are indexed`}>
        <span className={head.isError ? "dot bad" : "dot good"} aria-hidden="true" /> <BlockLink height={height} />
      </span>
    </p>
  );
}
