import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { formatAmount, formatNumber, shorten } from "../format.ts";
import { paths } from "../paths.ts";

/** A link to a page of this explorer; `to` comes from `paths`. */
export function PageLink({ to, children, className = "" }: { to: string; children: ReactNode; className?: string }): ReactElement {
  return (
    <Link to={to} className={className}>
      {children}
    </Link>
  );
}

export function AddressLink({ address }: { address: string }): ReactElement {
  return (
    <Link to={paths.contributor(address)} className="mono" title={address}>
      {shorten(address)}
    </Link>
  );
}

/** A transaction, by a hash as GraphQL (0x...) or CometBFT writes it. */
export function TxLink({ hash, children }: { hash: string; children?: ReactNode }): ReactElement {
  const plain = hash.replace(/^0x/, "").toUpperCase();
  return (
    <Link to={paths.tx(plain)} className={children === undefined ? "mono" : ""} title={plain}>
      {children ?? shorten(plain, 8, 4)}
    </Link>
  );
}

export function BlockLink({ height }: { height: bigint | string }): ReactElement {
  return <Link to={paths.block(height)}>block {height.toString()}</Link>;
}

/** An amount as people read it; the exact units are its title. */
export function Amount({ units, denom, bare = false }: { units: bigint; denom: string; bare?: boolean }): ReactElement {
  return (
    <span className="amount" title={`${units} ${denom}`}>
      {bare ? formatNumber(units, denom) : formatAmount(units, denom)}
    </span>
  );
}
