ALTER VIEW shared_documents RESET (security_invoker);
