import react from "@vitejs/plugin-react";
import { defineConfig, type UserConfig } from "vite";

const config: UserConfig = defineConfig({
  plugins: [react()],
  build: { target: "es2024", modulePreload: { polyfill: false }, reportCompressedSize: false },
});

export default config;
