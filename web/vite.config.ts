import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Address of a development host; `npm run dev` forwards `/ipc`, `/events` and `/paper` there. */
const devHost = "http://127.0.0.1:5199";

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  base: "./",
  build: {
    // The pages of tests are never built into the product's folder: the fixture page, and the desk for `live`.
    outDir: mode === "fixture" || mode === "live" ? `../target/web-${mode}` : "dist",
    emptyOutDir: true,
    target: "safari16",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: mode === "fixture" ? "fixture.html" : "index.html" },
  },
  server: { proxy: { "/ipc": devHost, "/events": devHost, "/paper": devHost } },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
}));
