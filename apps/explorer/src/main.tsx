import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Layout } from "./components/layout.tsx";
import { Failure } from "./components/states.tsx";
import { RequestError } from "./data/fetch-json.ts";
import { HomePage } from "./pages/home.tsx";
import { UnknownPage } from "./pages/unknown.tsx";
import { routePaths } from "./paths.ts";
import "./styles/site.css";

const root = createRootRoute({
  component: Layout,
  notFoundComponent: UnknownPage,
  errorComponent: ({ error, reset }) => <Failure error={error instanceof Error ? error : new Error(String(error))} retry={reset} />,
});
const getParentRoute = () => root;
const routes = [
  createRoute({ getParentRoute, path: routePaths.home, component: HomePage }),
  createRoute({
    getParentRoute,
    path: routePaths.receipt,
    component: lazyRouteComponent(() => import("./pages/receipt.tsx"), "ReceiptPage"),
  }),
  createRoute({
    getParentRoute,
    path: routePaths.contributor,
    component: lazyRouteComponent(() => import("./pages/contributor.tsx"), "ContributorPage"),
  }),
  createRoute({ getParentRoute, path: routePaths.session, component: lazyRouteComponent(() => import("./pages/session.tsx"), "SessionPage") }),
  createRoute({ getParentRoute, path: routePaths.settlement, component: lazyRouteComponent(() => import("./pages/settlement.tsx"), "SettlementPage") }),
  createRoute({ getParentRoute, path: routePaths.contribution, component: lazyRouteComponent(() => import("./pages/contribution.tsx"), "ContributionPage") }),
  createRoute({ getParentRoute, path: routePaths.hosts, component: lazyRouteComponent(() => import("./pages/hosts.tsx"), "HostsPage") }),
  createRoute({ getParentRoute, path: routePaths.clock, component: lazyRouteComponent(() => import("./pages/clock.tsx"), "ClockPage") }),
  createRoute({ getParentRoute, path: routePaths.money, component: lazyRouteComponent(() => import("./pages/money.tsx"), "MoneyPage") }),
  createRoute({ getParentRoute, path: routePaths.modelVersion, component: lazyRouteComponent(() => import("./pages/model-version.tsx"), "ModelVersionPage") }),
  createRoute({ getParentRoute, path: routePaths.block, component: lazyRouteComponent(() => import("./pages/block.tsx"), "BlockPage") }),
  createRoute({ getParentRoute, path: routePaths.tx, component: lazyRouteComponent(() => import("./pages/tx.tsx"), "TxPage") }),
];
const router = createRouter({ routeTree: root.addChildren(routes), defaultPreload: "intent", scrollRestoration: true });

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1000,
      // What does not exist or is refused stays so; a server that is not up yet is asked again.
      retry: (failures, error) => failures < 2 && error instanceof RequestError && error.code === "offline",
    },
  },
});

const element = document.getElementById("root");
if (element === null) throw new Error("index.html has no element #root");
createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
